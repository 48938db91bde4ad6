"""Watched words are added and removed in the settings, for everyone in the workspace."""

from crm_app.ui.settings.alerts import Alerts
from tests.states.test_session_settings import run, signed, wrong  # noqa: F401  (a fixture)


async def test_words_are_watched_and_no_longer(signed):  # noqa: F811
    alerts = await signed("agent", Alerts)
    await run(alerts, "load")
    assert alerts.phrases == []
    await run(alerts, "add", {"topic_alerts": "Chargeback, wrong address ,chargeback"})
    assert alerts.phrases == ["chargeback", "wrong address"]
    await run(alerts, "remove", alerts.phrases[0])
    await run(alerts, "load")
    assert (alerts.phrases, await wrong(alerts)) == (["wrong address"], {})
