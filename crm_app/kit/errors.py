"""Errors that a person may meet: each says what happened and what to do."""


class AppError(Exception):
    """Raised by actions and queries; every shell turns it into its own form (a notice, a JSON body).

    Args:
        code: stable name for programs, snake_case.
        sentence: what happened and what to do, shown as it stands.
        status: the HTTP status a machine gets.
        field: the input that was wrong, when one was.
    """

    def __init__(self, code: str, sentence: str, *, status: int = 400, field: str | None = None) -> None:
        super().__init__(sentence)
        self.code, self.sentence, self.status, self.field = code, sentence, status, field


class NotFound(AppError):
    """Also raised for what belongs to another workspace, so that nobody learns that it exists."""

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

    def __init__(self, code: str, sentence: str) -> None:
        super().__init__(code, sentence, status=409)


class Invalid(AppError):
    """Input that cannot be used; names the field."""

    def __init__(self, field: str, sentence: str) -> None:
        super().__init__("invalid", sentence, status=422, field=field)
