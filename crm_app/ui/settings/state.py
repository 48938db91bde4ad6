"""Settings page state (profile)."""

import reflex as rx

from crm_app.ui.session import signed_in


class SettingsPage(rx.State):
    section: str = "profile"

    @rx.event
    @signed_in
    async def open(self):
        """Load."""
