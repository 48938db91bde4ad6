"""What a Shopify shop posts of its orders, parcels and customers, signed over the raw body."""

from starlette.responses import Response

from crm_app.api.doors import UNREAD, Delivery, Piece, at, body_of, by_token, candidates, refuse, store
from crm_app.channels import kinds, signatures
from crm_app.channels.accounts import VendorAccount, installation_vendor_account
from crm_app.channels.told import id_of, line

KIND = "shopify"


async def receive(delivery: Delivery) -> Response:
    """POST /webhooks/shopify and /webhooks/shopify/{token}: once for each X-Shopify-Webhook-Id."""
    account = await _account(delivery)
    if account is None or not _fits(account, delivery):
        await refuse(delivery)
    topic, number = line(delivery.header("x-shopify-topic"), limit=60), id_of(delivery.header("x-shopify-webhook-id"))
    body = await body_of(account, KIND, KIND, delivery)
    if body is UNREAD:
        return Response()
    key = f"{account.id}:{number}" if number else f"{account.id}:{topic}:{delivery.mark}"
    subject = id_of(body, "order_id") or id_of(body, "id")
    words = {"topic": topic, "body": body, "from": f"{topic} {line(body, 'name')}"}
    await store(account, [Piece(KIND, key, KIND, f"{KIND}:{subject}", words)])
    return Response()


async def _account(delivery: Delivery) -> VendorAccount | None:
    """The shop of the path's token, else the one that the header names, else the environment's."""
    if delivery.token:
        return next(iter(await candidates(KIND, delivery)), None)
    shop = kinds.known_as(KIND, delivery.header("x-shopify-shop-domain"))
    return (await at((KIND,), [shop])).get(shop) or installation_vendor_account(KIND)


def _fits(account: VendorAccount, delivery: Delivery) -> bool:
    """After a rotation the older secret signs for up to an hour more; it is kept beside the new one."""
    given = delivery.header("x-shopify-hmac-sha256")
    known = (account.secret("webhook_secret"), account.secret("older_webhook_secret"))
    return any([signatures.shopify(secret, delivery.raw, given) for secret in known])


DOORS = by_token("/webhooks/shopify", receive)
