"""What Telegram posts: one update each, with the secret that its webhook was set with. Nothing is signed."""

from starlette.responses import Response

from crm_app.api import bodies
from crm_app.api.doors import Delivery, Piece, candidates, door, refuse, store, unread
from crm_app.channels import signatures, telegram
from crm_app.kit.errors import AppError

KIND, CHANNEL = "telegram", "telegram"


async def receive(delivery: Delivery) -> Response:
    """POST /webhooks/telegram/{token}, or without a token where the secret alone tells the bots apart."""
    given = delivery.header("x-telegram-bot-api-secret-token")
    known = [account for account in await candidates(KIND, delivery) if _fits(given, account.secret("webhook_secret"))]
    if not known:
        await refuse(delivery, "The secret token is missing or wrong.")
    account, update, reason = known[0], None, "This is no update: it has no update_id."
    try:
        update = bodies.parse(delivery.raw)
    except AppError as error:
        reason = error.sentence
    key = telegram.update_key(account.id, update) if isinstance(update, dict) else ""
    if key:
        words = {"update": update, "from": telegram.kind_of(update)}
        piece = Piece(CHANNEL, key, "telegram", telegram.lane(update), words)
    else:
        piece = unread(CHANNEL, "telegram", delivery, reason)
    await store(account, [piece])
    return Response()


def _fits(given: str, wanted: str) -> bool:
    return signatures.same(given, wanted)


DOORS = [
    door("POST", "/webhooks/telegram", receive),
    door("POST", "/webhooks/telegram/{token}", receive),
]
