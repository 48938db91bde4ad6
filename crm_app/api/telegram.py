"""What Telegram posts: one update each, with the secret that its webhook was set with. Nothing is signed."""

from starlette.responses import Response

from crm_app.api import bodies
from crm_app.api.doors import Delivery, Piece, by_token, sender, store, unread
from crm_app.channels import signatures, telegram
from crm_app.kit.errors import AppError

KIND, CHANNEL = "telegram", "telegram"


async def receive(delivery: Delivery) -> Response:
    """POST /webhooks/telegram/{token}, or without a token where the secret alone tells the bots apart."""
    given = delivery.header("x-telegram-bot-api-secret-token")
    account = await sender(
        KIND,
        delivery,
        lambda one: signatures.same(given, one.secret("webhook_secret")),
        "The secret token is missing or wrong.",
    )
    update, reason = None, "This is no update: it has no update_id."
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


DOORS = by_token("/webhooks/telegram", receive)
