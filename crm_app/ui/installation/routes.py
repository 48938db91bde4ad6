"""The two routes that open and shut the door above all workspaces: plain forms, as signing in is."""

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from crm_app.kit.errors import AppError
from crm_app.ui import above
from crm_app.ui.sign_in.routes import address_of, is_secure, read_form, refuse_strangers, throttle

WRONG = f"{above.PATH}?wrong=token"
LATER = f"{above.PATH}?wrong=later"


async def enter(request: Request) -> Response:
    """POST /auth/installation with `token`: a short-lived cookie for whoever holds ADMIN_TOKEN."""
    try:
        refuse_strangers(request)
        form = await read_form(request)
        who = f"installation {address_of(request)}"  # by address alone: nobody can lock the others out
        await throttle().admit(who, address_of(request))
    except AppError as error:
        return RedirectResponse(LATER if error.status == 429 else WRONG, 303)
    if not above.is_token(form.get("token", "")):
        return RedirectResponse(WRONG, 303)
    await throttle().forgive(who)
    answer = RedirectResponse(above.PATH, 303)
    answer.set_cookie(
        above.COOKIE, above.ticket(), max_age=above.LASTS_S, path="/", httponly=True, samesite="strict",
        secure=is_secure(),
    )  # fmt: skip
    return answer


async def leave(request: Request) -> Response:
    """POST /auth/installation/leave: the door is shut."""
    answer = RedirectResponse(above.PATH, 303)
    answer.delete_cookie(above.COOKIE, path="/", httponly=True, samesite="strict", secure=is_secure())
    return answer


def routes() -> Starlette:
    """The routes as an app to mount beside the others."""
    return Starlette(routes=[
        Route("/auth/installation", enter, methods=["POST"]),
        Route("/auth/installation/leave", leave, methods=["POST"]),
    ])  # fmt: skip
