"""A wrong setting stops the start with a sentence that names it, and tells no password."""

import pytest

from crm_app.kit.settings import WrongSettings, load_settings

WRONG = [
    ("REDIS_URL", "foo", "rediss://"),
    ("DATABASE_URL", "mysql://u:hidden@h/x", "postgresql://"),
    ("SCORING_CHURN_WEIGHT", "nan", "finite"),
    ("TOPIC_ALERT_BOOST", "-1", "greater"),
    ("PUBLIC_URL", "notaurl", "https://"),
    ("PUBLIC_URL", "https://", "names a host"),
    ("OPENAI_BASE_URL", "nope", "https://"),
    ("SMTP_PORT", "99999", "65535"),
    ("SMTP_FROM", "nonsense", "tacit@example.com"),
]


@pytest.mark.parametrize(("name", "value", "said"), WRONG)
def test_a_wrong_setting_is_named(monkeypatch, tmp_path, name: str, value: str, said: str) -> None:
    monkeypatch.setenv("DATA_DIR", str(tmp_path))
    monkeypatch.setenv(name, value)
    with pytest.raises(WrongSettings) as stopped:
        load_settings()
    assert name in str(stopped.value) and said in str(stopped.value) and "hidden" not in str(stopped.value)


def test_what_is_right_starts(monkeypatch, tmp_path) -> None:
    given = {"PUBLIC_URL": "https://crm.example.com", "REDIS_URL": "redis://h/0", "SMTP_FROM": "Tacit <a@b.example>"}
    for name, value in {"DATA_DIR": str(tmp_path), **given}.items():
        monkeypatch.setenv(name, value)
    assert load_settings().address == "https://crm.example.com"
