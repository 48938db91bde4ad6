"""May this role do that? One table for the page, the event handlers and the routes."""

from crm_app.kit.errors import Forbidden, Unauthorised
from crm_app.kit.transaction import Actor

_AGENT = {"inbox.read", "inbox.reply", "inbox.assign", "leads.read", "leads.write", "alerts.write", "profile.write"}
_AGENT |= {"contacts.read"}
_MANAGER = _AGENT | {"settings.read", "scoring.write", "contacts.write", "contacts.merge"}
_MANAGER |= {"import.write"}
_CLIENT = {"client.read", "client.write"}
_ADMIN = _MANAGER | _CLIENT
_ADMIN |= {
    "ledger.read",
    "ledger.replay",
    "members.write",
    "keys.write",
    "email.write",
    "channels.write",
    "workspace.write",
}
_PROGRAM = {"inbox.read", "inbox.reply", "intake.write", "contacts.write", "leads.read", "leads.write"} | _CLIENT

RIGHTS: dict[str, frozenset[str]] = {
    "agent": frozenset(_AGENT),
    "manager": frozenset(_MANAGER),
    "admin": frozenset(_ADMIN),
    "api_key": frozenset(_PROGRAM),
    "installation": frozenset({"installation"} | _CLIENT),
    "system": frozenset(_ADMIN | _PROGRAM),
}


def may(role: str, right: str) -> bool:
    """Whether the role carries the right."""
    return right in RIGHTS.get(role, ())


def require(actor: Actor | None, right: str) -> Actor:
    """The actor, when they may; raises Unauthorised for nobody and Forbidden for the wrong role."""
    if actor is None:
        raise Unauthorised()
    if not may(actor.role, right):
        raise Forbidden()
    return actor
