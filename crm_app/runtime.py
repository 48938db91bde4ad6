"""What tasks and shells reach out with: models, outgoing channels, mailboxes, files. Set by the composition root."""

from collections.abc import Callable
from dataclasses import dataclass

from crm_app.ai.gateway import Gateway
from crm_app.channels.accounts import MailAccount, VendorAccount
from crm_app.channels.port import Fetches, Messenger, Sends
from crm_app.kit.files import FileStore


@dataclass(frozen=True)
class Runtime:
    """Ports, filled with adapters. `fast_gateway` asks the same vendors' quick models, for sorting."""

    gateway: Gateway
    fast_gateway: Gateway
    mail_sender: Callable[[MailAccount], Sends]
    mail_fetcher: Callable[[MailAccount], Fetches]
    chat_sender: Sends
    messenger: Callable[[VendorAccount], Messenger]
    files: FileStore


_runtime: Runtime | None = None


def install(runtime: Runtime | None) -> None:
    """Make `runtime` this process's own."""
    global _runtime
    _runtime = runtime


def runtime() -> Runtime:
    if _runtime is None:
        raise RuntimeError("no runtime: call bootstrap first")
    return _runtime
