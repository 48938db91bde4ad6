"""Which section of the settings is open."""

import reflex as rx

from crm_app.accounts.permissions import require
from crm_app.ui.session import actor_of, clear_wrong, needs
from crm_app.ui.settings.sections import SECTIONS

BY_KEY = {section.key: section for section in SECTIONS}


class SettingsPage(rx.State):
    """The open section."""

    section: str = SECTIONS[0].key

    @rx.event
    @needs("profile.write")
    async def open(self):
        """Open the section that the address names, or the one that was open."""
        asked = self.router.url.query_parameters.get("section", self.section)
        return await self._show(asked if asked in BY_KEY else SECTIONS[0].key)

    @rx.event
    @needs("profile.write")
    async def choose(self, key: str):
        """Open another section."""
        return await self._show(key if key in BY_KEY else SECTIONS[0].key)

    async def _show(self, key: str):
        section = BY_KEY[key]
        require(await actor_of(self), section.right)
        await clear_wrong(self)
        self.section = key
        return section.load
