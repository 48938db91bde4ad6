"""Drafts: replies that the software writes and a person sends, edits or drops."""
