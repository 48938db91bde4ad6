"""How a lead is talked to: what is acknowledged, asked, promised, in English, Spanish and Arabic."""
