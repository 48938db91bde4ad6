"""News of a shop about one person under two of its ids: what is older is let go, whichever id it names."""

from datetime import timedelta

import pytest

from crm_app.channels.news import Customer
from crm_app.contacts import actions, shop_news
from crm_app.kit import clock
from crm_app.kit.transaction import transaction
from tests.ports.people_known import merge, tell


async def told(shop, external_id: str, name: str, days: int) -> str:
    """News of some days ago; returns the person's name after it."""
    news = Customer(external_id, name=name, told_at=clock.now() - timedelta(days=days))
    async with transaction(shop.system) as tx:
        await shop_news.note_customer(tx, news)
        return (await actions.by_external_id(tx, external_id)).name


@pytest.mark.parametrize("how", ["merged", "alias"])
async def test_late_news_about_a_person_of_two_ids_is_let_go(shop, how):
    one = await tell(shop, "c-1", name="Jane", email="jane@mail.example")
    if how == "merged":
        await merge(shop, one, await tell(shop, "c-2", name="J.", email="j@mail.example"))
    else:
        assert await tell(shop, "c-2", email="jane@mail.example") == one
    assert await told(shop, "c-2", "Jane Rivera", days=1) == "Jane Rivera"
    assert await told(shop, "c-2", "Jane Smith", days=2) == "Jane Rivera"
    assert await told(shop, "c-2", "Jane Ortega", days=0) == "Jane Ortega"
