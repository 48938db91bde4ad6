"""Pages of 50, at most 200, everywhere."""

from dataclasses import dataclass

from crm_app.kit.errors import Invalid

DEFAULT_LIMIT, MAX_LIMIT, MAX_PAGE = 50, 200, 100_000


@dataclass(frozen=True)
class Page:
    """One page's place; `number` starts at 1."""

    number: int = 1
    limit: int = DEFAULT_LIMIT

    def __post_init__(self) -> None:
        if not 1 <= self.number <= MAX_PAGE:
            raise Invalid("page", f"page goes from 1 to {MAX_PAGE}.")
        if not 1 <= self.limit <= MAX_LIMIT:
            raise Invalid("limit", f"limit goes from 1 to {MAX_LIMIT}.")

    @property
    def start(self) -> int:
        return (self.number - 1) * self.limit

    @property
    def end(self) -> int:
        return self.number * self.limit
