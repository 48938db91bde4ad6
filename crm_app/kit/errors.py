"""Errors that a person may meet: each says what happened and what to do."""

from crm_app.kit.coded import filled


class AppError(Exception):
    """Raised by actions and queries; every shell turns it into its own form (a notice, a JSON body).

    `sentence` is finished English, for programs and logs; pages say `template` with its `values` in the reader's
    language (`words.say_error`).

    Args:
        code: stable name for programs, snake_case.
        sentence: what happened and what to do; a place such as {most} takes the value of that name.
        status: the HTTP status a machine gets.
        field: the input that was wrong, when one was.
        values: numbers, which are given marks between thousands, and words, which stand as they are.
    """

    def __init__(
        self, code: str, sentence: str, /, *, status: int = 400, field: str | None = None, **values: str | int
    ) -> None:
        shown = {name: value if isinstance(value, str) else f"{value:,}" for name, value in values.items()}
        self.code, self.sentence, self.status, self.field = code, filled(sentence, shown), status, field
        self.template, self.values = sentence, values
        super().__init__(self.sentence)


class NotFound(AppError):
    """Also raised for what belongs to another workspace, so that nobody learns that it exists.

    Translations hold the whole sentence for each `what`, since its gender decides the other words.
    """

    def __init__(self, what: str) -> None:
        super().__init__("not_found", f"This {what} does not exist, or it was removed.", status=404)


class Forbidden(AppError):
    """The member is signed in but their role does not allow this."""

    def __init__(self, sentence: str = "Your role does not allow this. Ask an admin of your workspace.") -> None:
        super().__init__("forbidden", sentence, status=403)


class Unauthorised(AppError):
    """Nobody is signed in, or the key is wrong."""

    def __init__(self, sentence: str = "Sign in first, or send a valid API key.") -> None:
        super().__init__("unauthorised", sentence, status=401)


class Conflict(AppError):
    """The row changed since it was read."""

    def __init__(self, code: str, sentence: str, /, **values: str | int) -> None:
        super().__init__(code, sentence, status=409, **values)


class Invalid(AppError):
    """Input that cannot be used; names the field."""

    def __init__(self, field: str, sentence: str, /, **values: str | int) -> None:
        super().__init__("invalid", sentence, status=422, field=field, **values)
