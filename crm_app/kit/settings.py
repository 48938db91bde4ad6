"""Every setting, from the environment or `.env`; a wrong one stops the start with a sentence that names it."""

import os
import re
import secrets
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Annotated, Literal
from urllib.parse import urlsplit

from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

Weight = Annotated[float, Field(ge=0, le=1000, allow_inf_nan=False)]
_WEB = ("http://", "https://")


class Settings(BaseSettings):
    """Names are those of `.env.example`, in lower case."""

    # TACIT_ENV names another file, so that tests do not read the keys of the person who runs them.
    model_config = SettingsConfigDict(
        env_file=os.environ.get("TACIT_ENV", ".env"), extra="ignore", env_ignore_empty=True
    )

    data_dir: Path = Path("data")
    database_url: str = ""
    redis_url: str | None = None
    secret_key: SecretStr = SecretStr("")
    port: int = Field(default=8000, ge=1, le=65535)
    public_url: str = ""
    cors_origins: str = ""
    trusted_hosts: str = ""
    trusted_proxies: int = Field(default=0, ge=0, le=10)
    admin_token: SecretStr = SecretStr("")
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"
    run_jobs: bool = True
    otel_exporter_otlp_endpoint: str = ""
    sentry_dsn: str = ""
    key_overlap_hours: float = Field(default=24.0, ge=0, le=720)

    scoring_churn_weight: Weight = 3.0
    scoring_value_weight: Weight = 2.0
    scoring_urgency_weight: Weight = 1.5
    topic_alert_boost: Weight = 5.0
    undo_seconds: int = Field(default=10, ge=0, le=120)

    ai_providers: str = "anthropic,openai,gemini"
    anthropic_api_key: SecretStr = SecretStr("")
    anthropic_model: str = "claude-sonnet-5-5"
    anthropic_fast_model: str = ""
    anthropic_base_url: str | None = None
    openai_api_key: SecretStr = SecretStr("")
    openai_model: str = "gpt-6-luna"
    openai_fast_model: str = ""
    openai_base_url: str | None = None
    gemini_api_key: SecretStr = SecretStr("")
    gemini_model: str = "gemini-3.8-flash"
    gemini_fast_model: str = ""
    gemini_base_url: str = "https://generativelanguage.googleapis.com/v1beta/openai/"
    ai_timeout_seconds: float = Field(default=20.0, gt=0)

    smtp_host: str = ""
    smtp_port: int = Field(default=587, ge=1, le=65535)
    smtp_user: str = ""
    smtp_password: SecretStr = SecretStr("")
    smtp_from: str = ""
    smtp_security: Literal["starttls", "tls", "none"] = "starttls"

    channels_workspace: str = ""
    twilio_account_sid: str = ""
    twilio_auth_token: SecretStr = SecretStr("")
    twilio_from: str = ""
    twilio_forward_to: str = ""
    meta_app_secret: SecretStr = SecretStr("")
    meta_verify_token: SecretStr = SecretStr("")
    meta_access_token: SecretStr = SecretStr("")
    telegram_webhook_secret: SecretStr = SecretStr("")
    telegram_bot_token: SecretStr = SecretStr("")
    twilio_base_url: str = "https://api.twilio.com"
    meta_base_url: str = "https://graph.facebook.com"
    telegram_base_url: str = "https://api.telegram.org"
    shopify_webhook_secret: SecretStr = SecretStr("")
    easypost_webhook_secret: SecretStr = SecretStr("")
    vapi_webhook_secret: SecretStr = SecretStr("")
    calcom_webhook_secret: SecretStr = SecretStr("")
    hubspot_client_secret: SecretStr = SecretStr("")
    inbound_webhook_secret: SecretStr = SecretStr("")

    @field_validator("database_url")
    @classmethod
    def _known_database(cls, url: str) -> str:
        if url and not url.startswith(("sqlite:///", "postgresql://", "postgres://", "postgresql+psycopg://")):
            raise ValueError("starts with sqlite:/// or postgresql://")
        return url

    @field_validator("redis_url")
    @classmethod
    def _known_redis(cls, url: str | None) -> str | None:
        if url and not url.startswith(("redis://", "rediss://", "unix://")):
            raise ValueError("starts with redis:// or rediss://")
        return url

    @field_validator(
        "public_url", "otel_exporter_otlp_endpoint", "anthropic_base_url", "openai_base_url", "gemini_base_url",
        "twilio_base_url", "meta_base_url", "telegram_base_url",
    )  # fmt: skip
    @classmethod
    def _web_address(cls, url: str | None) -> str | None:
        if url and not (url.startswith(_WEB) and urlsplit(url).hostname):
            raise ValueError("starts with http:// or https:// and names a host")
        return url

    @field_validator("smtp_from")
    @classmethod
    def _mail_address(cls, address: str) -> str:
        if address and not re.search(r"[^@\s]@[^@\s]+", address):
            raise ValueError("looks like tacit@example.com")
        return address

    @field_validator("sentry_dsn")
    @classmethod
    def _address_of_errors(cls, dsn: str) -> str:
        if dsn and not re.fullmatch(r"https?://[^@/\s]+@[^@\s]+/\d+", dsn):
            raise ValueError("looks like https://KEY@HOST/NUMBER")
        return dsn

    @property
    def sync_database_url(self) -> str:
        """SQLAlchemy URL for blocking use: migrations and the job engine."""
        url = self.database_url or f"sqlite:///{self.data_dir / 'tacit.db'}"
        for prefix in ("postgres://", "postgresql://"):
            if url.startswith(prefix):
                return "postgresql+psycopg://" + url.removeprefix(prefix)
        return url

    @property
    def async_database_url(self) -> str:
        """The same database for asyncio: psycopg serves both, SQLite goes through aiosqlite."""
        return self.sync_database_url.replace("sqlite:///", "sqlite+aiosqlite:///", 1)

    @property
    def is_sqlite(self) -> bool:
        return self.sync_database_url.startswith("sqlite")

    @property
    def address(self) -> str:
        """Where people reach this installation, without a trailing slash; links are built from it alone."""
        return (self.public_url or f"http://localhost:{self.port}").rstrip("/")

    @property
    def origins(self) -> list[str]:
        """Browser origins that may call the API and open the live socket; no other is sent anything with cookies."""
        own = [self.address, f"http://localhost:{self.port}", f"http://127.0.0.1:{self.port}"]
        return list(dict.fromkeys([*own, *(o.strip() for o in self.cors_origins.split(",") if o.strip())]))

    @property
    def hosts(self) -> frozenset[str]:
        """Hosts under which this installation answers, in lower case; empty: under any, as PUBLIC_URL is not set."""
        if not self.public_url:
            return frozenset()
        own = ["localhost", "127.0.0.1", "[::1]", urlsplit(self.address).hostname or ""]
        return frozenset([*own, *(host.strip().lower() for host in self.trusted_hosts.split(","))]) - {""}


class WrongSettings(SystemExit):
    """Stops the start: the message names each wrong setting."""


def load_settings() -> Settings:
    """Read all settings; creates the data folder, and a secret key in it when none is set."""
    try:
        settings = Settings()
    except ValidationError as wrong:
        lines = [f"  {e['loc'][0]!s}".upper() + f": {e['msg']}, but it is {_shown(e['input'])}" for e in wrong.errors()]
        raise WrongSettings("Tacit cannot start, these settings are wrong:\n" + "\n".join(lines)) from None
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    if not settings.secret_key.get_secret_value():
        settings.secret_key = SecretStr(_kept_secret(settings.data_dir / "secret_key"))
    return settings


@cache
def settings() -> Settings:
    """The settings of this process, read once."""
    return load_settings()


def _shown(value: object) -> str:
    """What was set, without the password that an address may hold."""
    return re.sub(r"//[^@/]*@", "//…@", repr(value))


def _kept_secret(path: Path) -> str:
    """The key of this data folder. Written whole or not at all: of several who start at once, all take the first's."""
    if not path.exists():
        written = path.with_name(f"{path.name}.{secrets.token_hex(8)}")
        written.touch(mode=0o600)
        written.write_text(secrets.token_urlsafe(48))
        with suppress(FileExistsError):
            os.link(written, path)
        written.unlink()
    if key := path.read_text().strip():
        return key
    raise WrongSettings(f"Tacit cannot start: {path} is empty. Bring it back from a backup.")
