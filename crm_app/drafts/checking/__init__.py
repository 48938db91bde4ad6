"""How the claims check reads a text: fold it, spot what states a fact, weigh each against the records."""
