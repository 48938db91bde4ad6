"""Drafts without any model: what is known, said plainly in the customer's language, and nothing invented."""

from crm_app.drafts.offline.writing import Personalization, Written, write

__all__ = ["Personalization", "Written", "write"]
