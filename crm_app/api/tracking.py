"""What a carrier posts of its parcels, in the form of EasyPost, signed over the raw body."""

from starlette.responses import Response

from crm_app.api.doors import UNREAD, Delivery, Piece, body_of, by_token, sender, store
from crm_app.channels import signatures
from crm_app.channels.told import id_of, line

KIND = "tracking"


async def receive(delivery: Delivery) -> Response:
    """POST /webhooks/tracking and /webhooks/tracking/{token}: once for each event's id."""
    given = delivery.header("x-hmac-signature")
    account = await sender(
        KIND, delivery, lambda one: signatures.easypost(one.secret("webhook_secret"), delivery.raw, given)
    )
    body = await body_of(account, KIND, KIND, delivery)
    if body is UNREAD:
        return Response()
    number, code = id_of(body, "id"), line(body, "result", "tracking_code", limit=60)
    piece = Piece(KIND, number or delivery.mark, KIND, f"{KIND}:{code}", {"body": body, "from": code})
    await store(account, [piece])
    return Response()


DOORS = by_token("/webhooks/tracking", receive)
