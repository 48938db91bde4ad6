"""The texts that WhatsApp has approved for a number, as an admin keeps them."""

from dataclasses import asdict, dataclass

import reflex as rx

from crm_app.channels import actions, queries
from crm_app.kit.errors import Invalid
from crm_app.kit.transaction import reading, transaction
from crm_app.ui.components import forms
from crm_app.ui.session import actor_of, clear_wrong, id_of, needs
from crm_app.ui.words import t

FIELDS = ("name", "language", "body", "reference")


@dataclass
class TemplateLine:
    """One template, as it is stored."""

    name: str
    language: str
    body: str
    reference: str = ""


class Templates(rx.State):
    """The templates of the account whose form is open."""

    account: int = 0
    lines: list[TemplateLine] = []
    round: int = 0

    @rx.event
    @needs("channels.write")
    async def show(self, account_id: int):
        """Read the templates of an account."""
        self.account, self.lines = id_of(account_id), []
        async with reading(await actor_of(self)) as tx:
            found = [view for view in await queries.channel_accounts(tx) if view.id == self.account]
        self.lines = [TemplateLine(**row) for view in found for row in view.settings.get("templates", ())]

    @rx.event
    @needs("channels.write")
    async def add(self, form: dict):
        """Keep one more."""
        given = {name: str(form.get(f"template_{name}", "")) for name in FIELDS}
        await self._save([*map(asdict, self.lines), given])
        self.round += 1  # an empty form
        await clear_wrong(self)

    @rx.event
    @needs("channels.write")
    async def remove(self, name: str, language: str):
        """Offer a template no more."""
        await self._save([asdict(line) for line in self.lines if (line.name, line.language) != (name, language)])

    async def _save(self, rows: list[dict[str, str]]) -> None:
        try:
            async with transaction(await actor_of(self)) as tx:
                await actions.save_templates(tx, self.account, rows)
        except Invalid as wrong:  # told beside the inputs of this form, not of the account's
            wrong.field = f"template_{wrong.field}"
            raise
        await self.show(self.account)


def templates(account_id: rx.Var[int], kind: str) -> rx.Component:
    """The list, and a form for one more."""
    reference = forms.field("template_reference", "Content SID", forms.text("template_reference", dir="ltr"))
    return rx.el.form(
        rx.el.fieldset(
            rx.el.legend(t("Templates, for when WhatsApp takes no free text")),
            rx.el.ul(rx.foreach(Templates.lines, _line), class_name="ordered"),
            rx.el.div(
                forms.field("template_name", "Name of the template", forms.text("template_name", dir="ltr")),
                forms.field("template_language", "Language code", forms.text("template_language", dir="ltr")),
                reference if kind == "twilio_whatsapp" else rx.fragment(),
                forms.field(
                    "template_body",
                    "Text, as it was approved",
                    forms.paragraph("template_body"),
                    hint="With {{1}}, {{2}} where the values go.",
                    whole=True,
                ),
                class_name="fields",
            ),
        ),
        rx.el.div(rx.el.button(t("Add template"), type="submit", class_name="b"), class_name="acts"),
        key=f"templates-{Templates.round.to_string()}",
        on_mount=Templates.show(account_id),
        on_submit=Templates.add,
        class_name="form part",
    )


def _line(line: rx.Var[TemplateLine]) -> rx.Component:
    remove = Templates.remove(line.name, line.language)
    return rx.el.li(
        rx.el.span(rx.el.b(line.name, dir="ltr"), " ", line.language, rx.el.br(), rx.el.bdi(line.body)),
        rx.el.button(t("Remove"), type="button", class_name="b q", on_click=remove),
    )
