"""Leads: who might buy, what is known of them, what is asked next, and when a person takes over."""
