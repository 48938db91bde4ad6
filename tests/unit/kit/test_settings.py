"""A wrong setting stops the start with a sentence that names it, and tells no password."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from crm_app.kit import settings
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


def test_several_who_start_at_once_share_one_key(tmp_path) -> None:
    with ThreadPoolExecutor(8) as starts:
        keys = [*starts.map(lambda _: settings._kept_secret(tmp_path / "secret_key"), range(32))]
    assert len(set(keys)) == 1 and len(keys[0]) > 40
    assert [file.name for file in tmp_path.iterdir()] == ["secret_key"]
    assert (tmp_path / "secret_key").stat().st_mode & 0o777 == 0o600


def test_an_empty_key_stops_the_start(monkeypatch, tmp_path) -> None:
    monkeypatch.setenv("DATA_DIR", str(tmp_path))
    monkeypatch.setenv("SECRET_KEY", "")
    (tmp_path / "secret_key").touch()
    with pytest.raises(WrongSettings, match="secret_key is empty"):
        load_settings()


def test_what_is_right_starts(monkeypatch, tmp_path) -> None:
    given = {"PUBLIC_URL": "https://crm.example.com", "REDIS_URL": "redis://h/0", "SMTP_FROM": "Tacit <a@b.example>"}
    for name, value in {"DATA_DIR": str(tmp_path), **given}.items():
        monkeypatch.setenv(name, value)
    assert load_settings().address == "https://crm.example.com"
