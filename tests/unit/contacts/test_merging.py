"""What becomes of the fields when two contacts are made one, and two again."""

from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from crm_app.contacts.merging import combined, parted
from crm_app.contacts.models import Contact

CONTACT = st.builds(
    Contact,
    name=st.text(max_size=8), email=st.none() | st.emails(), phone=st.none() | st.just("+34612345678"),
    address=st.text(max_size=8), lifetime_value=st.floats(0, 1e6), churn_risk=st.floats(0, 1),
    segments=st.lists(st.sampled_from("abcd"), unique=True), vip=st.booleans(),
    customer_since=st.none() | st.datetimes(timezones=st.just(UTC)),
)  # fmt: skip


@given(CONTACT, CONTACT)
def test_undone_at_once_every_field_is_as_before(keep, gone):
    for name, (before, after) in combined(keep, gone).items():
        assert parted(name, before, after, after) == before


@given(CONTACT, CONTACT)
def test_nothing_that_is_known_gets_lost(keep, gone):
    after = {name: new for name, (_, new) in combined(keep, gone).items()}
    for name in ("name", "email", "phone", "address"):
        assert after.get(name, getattr(keep, name)) == (getattr(keep, name) or getattr(gone, name))
    assert set(after.get("segments", keep.segments)) == {*keep.segments, *gone.segments}
    assert after.get("vip", keep.vip) == (keep.vip or gone.vip)


def test_the_longer_known_date_stays():
    old, new = datetime(2020, 1, 1, tzinfo=UTC), datetime(2024, 1, 1, tzinfo=UTC)
    changed = combined(Contact(customer_since=new), Contact(customer_since=old))
    assert changed["customer_since"] == [new.isoformat(), old.isoformat()]


def test_what_was_changed_since_stays_and_a_value_loses_its_part():
    assert parted("name", "Ana", "Ana Ruiz", "Anita") == "Anita"
    assert parted("lifetime_value", 100.0, 150.0, 180.0) == 130.0
    assert parted("lifetime_value", 100.0, 150.0, 10.0) == 0.0
