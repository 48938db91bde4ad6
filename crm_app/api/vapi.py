"""What VAPI posts of the calls that its assistants hold, with a secret in a header. Nothing is signed."""

from starlette.responses import JSONResponse, Response

from crm_app.api.doors import UNREAD, Delivery, Piece, body_of, by_token, sender, store
from crm_app.channels import signatures, vapi

KIND, CHANNEL = "vapi", "phone"


async def receive(delivery: Delivery) -> Response:
    """POST /webhooks/vapi and /webhooks/vapi/{token}: each call once; what VAPI waits for is answered at once."""
    account = await sender(
        KIND, delivery, lambda one: _fits(delivery, one.secret("webhook_secret")), "The secret is missing or wrong."
    )
    body = await body_of(account, CHANNEL, KIND, delivery)
    if body is UNREAD:
        return Response(status_code=204)
    kind, call, phone = vapi.kind_of(body), vapi.call_id(body), vapi.phone(body)
    if kind not in vapi.PASSING:
        once = kind == vapi.REPORT and call
        key = vapi.key(account.id, call) if once else f"{KIND}:{account.id}:{delivery.mark}"
        lane = f"{CHANNEL}:{phone or call}"[:200]
        await store(account, [Piece(CHANNEL, key, KIND, lane, {"body": body, "from": phone or kind})])
    answer = vapi.answer(body)
    return Response(status_code=204) if answer is None else JSONResponse(answer)


def _fits(delivery: Delivery, secret: str) -> bool:
    """The secret in a header of its own, or as a bearer's token."""
    bearer = delivery.header("authorization")
    given = (delivery.header("x-vapi-secret"), bearer[7:] if bearer[:7].casefold() == "bearer " else "")
    return any([signatures.same(each, secret) for each in given])


DOORS = by_token("/webhooks/vapi", receive)
