"""What Cal.com posts of appointments, signed over the raw body."""

from starlette.responses import Response

from crm_app.api import bodies
from crm_app.api.doors import Delivery, Piece, by_token, sender, store, unread
from crm_app.channels import calcom, signatures
from crm_app.kit import security
from crm_app.kit.errors import AppError

KIND = "calcom"


async def receive(delivery: Delivery) -> Response:
    """POST /webhooks/calcom and /webhooks/calcom/{token}: once for each appointment, person and what happened to it."""
    given = delivery.header("x-cal-signature-256")
    account = await sender(
        KIND, delivery, lambda one: signatures.calcom(one.secret("webhook_secret"), delivery.raw, given)
    )
    try:
        body = bodies.parse(delivery.raw)
    except AppError as error:
        await store(account, [unread(KIND, KIND, delivery, error.sentence)])
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
