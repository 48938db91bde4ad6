"""Real mail servers for tests: Dovecot for IMAP, aiosmtpd for SMTP, both on free loopback ports."""

import grp
import imaplib
import os
import pwd
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

from crm_app.channels.accounts import MailAccount
from tests.servers import free_port

USER, PASSWORD = "support", "correct horse"

_CONFIG = """
protocols = imap
base_dir = {root}/run
state_dir = {root}/state
log_path = {root}/dovecot.log
ssl = no
disable_plaintext_auth = no
default_internal_user = {internal}
default_login_user = {login}
default_internal_group = {group}
mail_location = maildir:{root}/mail
first_valid_uid = 1
passdb {{
  driver = passwd-file
  args = scheme=PLAIN {root}/users
}}
userdb {{
  driver = static
  args = uid={uid} gid={gid} home={root}/home
}}
service anvil {{
  chroot =
}}
service imap-login {{
  chroot =
  inet_listener imap {{
    address = 127.0.0.1
    port = {port}
  }}
  inet_listener imaps {{
    port = 0
  }}
}}
"""


def account(**changes: object) -> MailAccount:
    """A mail account that points nowhere until the test says where."""
    given = {
        "id": 1, "address": "support@crm.example", "name": "Crm", "imap_host": "127.0.0.1", "imap_port": 1,
        "imap_tls": False, "imap_user": USER, "imap_password": PASSWORD, "smtp_host": "127.0.0.1", "smtp_port": 1,
        "smtp_security": "none", "smtp_user": "", "smtp_password": "",
    }  # fmt: skip
    return MailAccount(**(given | changes))


@dataclass(frozen=True)
class ImapServer:
    """A running Dovecot with one empty mailbox."""

    port: int
    maildir: Path

    @property
    def account(self) -> MailAccount:
        return account(imap_port=self.port)

    def deliver(self, *mails: bytes) -> None:
        """Put mails into the INBOX."""
        with imaplib.IMAP4("127.0.0.1", self.port) as client:
            client.login(USER, PASSWORD)
            for mail in mails:
                assert client.append("INBOX", None, None, mail)[0] == "OK"

    def unseen(self) -> int:
        """How many mails are unread."""
        with imaplib.IMAP4("127.0.0.1", self.port) as client:
            client.login(USER, PASSWORD)
            client.select("INBOX", readonly=True)
            return len(client.search(None, "UNSEEN")[1][0].split())

    def number_anew(self) -> None:
        """Forget all UIDs, as a restored or moved mailbox does."""
        for path in self.maildir.glob("dovecot*"):
            path.unlink()
        time.sleep(1.1)  # Dovecot takes the new UIDVALIDITY from the clock's seconds


@contextmanager
def dovecot() -> Iterator[ImapServer]:
    """Start Dovecot in a temporary folder, as root or not, and stop it afterwards."""
    program = shutil.which("dovecot", path=f"{os.environ.get('PATH', '')}:/usr/sbin:/usr/local/sbin")
    if not program:
        pytest.fail("Dovecot is missing: apt-get install dovecot-imapd", pytrace=False)
    root = Path(tempfile.mkdtemp(prefix="imap"))
    process = _start(program, root, port := free_port())
    try:
        _await_greeting(process, port, root)
        yield ImapServer(port, root / "mail")
    finally:
        process.terminate()
        process.wait(10)
        shutil.rmtree(root, ignore_errors=True)


def _start(program: str, root: Path, port: int) -> subprocess.Popen[bytes]:
    is_root = os.geteuid() == 0
    owner = pwd.getpwnam("nobody") if is_root else pwd.getpwuid(os.geteuid())
    mine = (owner.pw_name, owner.pw_name, grp.getgrgid(os.getegid()).gr_name)
    internal, login, group = ("dovecot", "dovenull", "dovecot") if is_root else mine
    root.chmod(0o755)
    for name in ("mail", "home", "run", "state"):
        (root / name).mkdir()
    if is_root:
        for name in ("mail", "home"):
            os.chown(root / name, owner.pw_uid, owner.pw_gid)
    (root / "users").write_text(f"{USER}:{{PLAIN}}{PASSWORD}\n")
    config = root / "dovecot.conf"
    values = {"uid": owner.pw_uid, "gid": owner.pw_gid, "internal": internal, "login": login, "group": group}
    config.write_text(_CONFIG.format(root=root, port=port, **values))
    return subprocess.Popen([program, "-F", "-c", str(config)], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)


def _await_greeting(process: subprocess.Popen[bytes], port: int, root: Path) -> None:
    for _ in range(200):
        if process.poll() is not None:
            pytest.fail(f"Dovecot did not start: {process.stderr.read().decode()}", pytrace=False)
        try:
            with imaplib.IMAP4("127.0.0.1", port):
                return
        except (OSError, imaplib.IMAP4.error):
            time.sleep(0.05)
    log = root / "dovecot.log"
    pytest.fail(f"Dovecot gave no greeting: {log.read_text() if log.exists() else ''}", pytrace=False)


@dataclass
class SmtpServer:
    """A running SMTP server that keeps what it takes and answers as told."""

    port: int = 0
    taken: list[Envelope] = field(default_factory=list)
    rcpt_answer: str = "250 OK"
    data_answer: str = "250 OK"
    cuts_after_data: bool = False

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if self.rcpt_answer.startswith("250"):
            envelope.rcpt_tos.append(address)
        return self.rcpt_answer

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        if self.data_answer.startswith("250"):
            self.taken.append(envelope)
        if self.cuts_after_data:
            server.transport.abort()
        return self.data_answer


def _check_login(server: SMTP, session: Session, envelope: Envelope, mechanism: str, data: object) -> AuthResult:
    good = isinstance(data, LoginPassword) and (data.login, data.password) == (USER.encode(), PASSWORD.encode())
    return AuthResult(success=good, handled=False)


@contextmanager
def smtp(**options: object) -> Iterator[SmtpServer]:
    """Start an SMTP server; options go to aiosmtpd's Controller."""
    server = SmtpServer()
    controller = Controller(
        server, hostname="127.0.0.1", port=0, authenticator=_check_login, auth_require_tls=False, **options
    )
    server.port = controller.port = free_port()
    controller.start()
    try:
        yield server
    finally:
        controller.stop()
