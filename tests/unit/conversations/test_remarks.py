"""What the product itself says in a conversation, in English."""

import pytest

from crm_app.conversations.remarks import sentence
from crm_app.kit.coded import coded


@pytest.mark.parametrize(("days", "told"), [(1.0, "1 day"), (3.0, "3 days"), (0.5, "0.5 days")])
def test_one_day_is_no_days(days: float, told: str) -> None:
    assert sentence(coded("quiet", days=days)) == f"Quiet for {told}. Follow up?"
