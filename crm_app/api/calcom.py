"""What Cal.com posts of appointments, signed over the raw body."""

from starlette.responses import Response

from crm_app.api.doors import UNREAD, Delivery, Piece, body_of, by_token, sender, store
from crm_app.channels import calcom, signatures
from crm_app.kit import security

KIND = "calcom"


async def receive(delivery: Delivery) -> Response:
    """POST /webhooks/calcom and /webhooks/calcom/{token}: once for each appointment, person and what happened to it."""
    given = delivery.header("x-cal-signature-256")
    account = await sender(
        KIND, delivery, lambda one: signatures.calcom(one.secret("webhook_secret"), delivery.raw, given)
    )
    body = await body_of(account, KIND, KIND, delivery)
    if body is UNREAD:
        return Response()
    what, uid, who = calcom.trigger(body), calcom.uid(body), calcom.email(body) or calcom.phone(body)
    whose = security.digest(who)[:20]
    # Several people may hold seats of one appointment, each of whom is told of under its id.
    once = f"{uid}:{what}:{whose}" if what in calcom.STATES and uid else delivery.mark
    lane = f"{KIND}:{whose}"  # one person's appointments are told in their order of arrival
    piece = Piece(KIND, f"{account.id}:{once}", KIND, lane, {"body": body, "from": f"{what} {who}".strip()})
    await store(account, [piece])
    return Response()


DOORS = by_token("/webhooks/calcom", receive)
