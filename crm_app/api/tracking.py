"""What a carrier posts of its parcels, in the form of EasyPost, signed over the raw body."""

from starlette.responses import Response

from crm_app.api import bodies
from crm_app.api.doors import Delivery, Piece, candidates, door, refuse, store, unread
from crm_app.channels import signatures
from crm_app.channels.told import id_of, line
from crm_app.kit.errors import AppError

KIND = "tracking"


async def receive(delivery: Delivery) -> Response:
    """POST /webhooks/tracking and /webhooks/tracking/{token}: once for each event's id."""
    given = delivery.header("x-hmac-signature")
    known = [
        account
        for account in await candidates(KIND, delivery)
        if signatures.easypost(account.secret("webhook_secret"), delivery.raw, given)
    ]
    if not known:
        await refuse(delivery)
    try:
        body = bodies.parse(delivery.raw)
    except AppError as error:
        await store(known[0], [unread(KIND, KIND, delivery, error.sentence)])
        return Response()
    number, code = id_of(body, "id"), line(body, "result", "tracking_code", limit=60)
    piece = Piece(KIND, number or delivery.mark, KIND, f"{KIND}:{code}", {"body": body, "from": code})
    await store(known[0], [piece])
    return Response()


DOORS = [
    door("POST", "/webhooks/tracking", receive),
    door("POST", "/webhooks/tracking/{token}", receive),
]
