"""Which of their orders does a customer speak of?"""

import pytest

from crm_app.contacts.queries import OrderView, order_named, order_spoken_of


def order(number: str, status: str = "delivered", tracking_number: str = "") -> OrderView:
    return OrderView(1, number, None, "USD", status, "", tracking_number, "", (), (), None, None)


KNOWN = [order("1001", tracking_number="EZ1000000001"), order("NW-2024-17"), order("7")]


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("Where is order 1001?", "1001"),
        ("where is #1001", "1001"),
        ("my parcel EZ1000000001", "1001"),
        ("and nw-2024-17, please", "NW-2024-17"),
        ("my budget is 1001000", None),
        ("it cost $9.1001", None),
        ("we need 7 rooms", None),
        ("where is 1002", None),
    ],
)
def test_an_order_is_named_by_its_whole_number(text: str, number: str | None) -> None:
    found = order_named(text, KNOWN)
    assert (found and found.number) == number


def test_where_no_number_is_named_the_only_one_under_way_is_meant() -> None:
    orders = [*KNOWN, order("1002", "shipped")]
    assert order_spoken_of("Where is it?", orders).number == "1002"
    assert order_spoken_of("Where is 1001?", orders).number == "1001"
    assert order_spoken_of("Where is 1003?", orders) is None
    assert order_spoken_of("Where is it?", [*orders, order("1004", "placed")]) is None
