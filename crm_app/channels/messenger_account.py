"""A number or bot as the adapters need it: its secrets open, its row left behind."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, repr=False)
class MessengerAccount:
    """`address`: E.164, or an id or name of the vendor's. `secrets` by the names of `kinds.KINDS`.

    `practice`: it has no secrets because it belongs to the demo; what it sends goes into the practice outbox.
    """

    id: int
    kind: str
    address: str
    secrets: Mapping[str, str] = field(default_factory=dict)
    practice: bool = False

    def secret(self, name: str) -> str:
        """One secret; "" when it is not set."""
        return self.secrets.get(name, "")
