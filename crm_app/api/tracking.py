"""What a carrier posts of its parcels, in the form of EasyPost, signed over the raw body."""

from starlette.responses import Response

from crm_app.api import bodies
from crm_app.api.doors import Delivery, Piece, by_token, sender, store, unread
from crm_app.channels import signatures
from crm_app.channels.told import id_of, line
from crm_app.kit.errors import AppError

KIND = "tracking"


async def receive(delivery: Delivery) -> Response:
    """POST /webhooks/tracking and /webhooks/tracking/{token}: once for each event's id."""
    given = delivery.header("x-hmac-signature")
    account = await sender(
        KIND, delivery, lambda one: signatures.easypost(one.secret("webhook_secret"), delivery.raw, given)
    )
    try:
        body = bodies.parse(delivery.raw)
    except AppError as error:
        await store(account, [unread(KIND, KIND, delivery, error.sentence)])
        return Response()
    number, code = id_of(body, "id"), line(body, "result", "tracking_code", limit=60)
    piece = Piece(KIND, number or delivery.mark, KIND, f"{KIND}:{code}", {"body": body, "from": code})
    await store(account, [piece])
    return Response()


DOORS = by_token("/webhooks/tracking", receive)
