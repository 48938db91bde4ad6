"""HTML that Reflex does not give as it is: a form that the browser posts itself, links, keys."""

import reflex as rx
from reflex_components_core.el.elements.base import BaseHTML
from reflex_components_core.react_router.dom import ReactRouterLink


class NativeForm(BaseHTML):
    """A form that the browser posts; Reflex's own always prevents that."""

    tag = "form"

    action: rx.Var[str]
    method: rx.Var[str]
    auto_complete: rx.Var[str]


def link(*children: object, to: str | rx.Var[str], **props: object) -> rx.Component:
    """A link to another page of ours, without loading anything anew."""
    return ReactRouterLink.create(*children, to=to, **props)


def key(text: str | rx.Var[str]) -> rx.Component:
    """A key's name, for the eye: screen readers get `aria_keyshortcuts` of the control instead."""
    return rx.el.kbd(text, aria_hidden="true")
