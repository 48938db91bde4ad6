"""E-mail in, by IMAP. Blocking; one thread at a time."""

import imaplib
import re
import ssl
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress

from imap_tools import BaseMailBox, ImapToolsError, MailBox, MailBoxUnencrypted
from imap_tools.errors import MailboxLoginError, MailboxTaggedResponseError

from crm_app.channels.accounts import MailAccount
from crm_app.channels.mime import INCOMPLETE_HEADER, MAX_BYTES
from crm_app.channels.port import Fetched, MailboxState
from crm_app.channels.problems import MailboxTrouble
from crm_app.kit.coded import coded

TIMEOUT_S = 30.0
# Routers forget a silent connection after ten minutes or so.
LONGEST_IDLE_S = 540.0
POLL_S = 60.0

_BATCH = 200
_SIZE = re.compile(rb"UID (\d+)\b.*RFC822\.SIZE (\d+)|RFC822\.SIZE (\d+)\b.*UID (\d+)")
_BUSY = ("[unavailable]", "[inuse]", "[limit]", "too many", "try again", "temporar")


class ImapFetcher:
    """Reads one account's INBOX; see port.Fetches.

    `tls`: how certificates are checked, by default against the system's. `max_bytes`: of a larger mail only the
    headers are fetched.
    """

    def __init__(
        self,
        account: MailAccount,
        *,
        tls: ssl.SSLContext | None = None,
        timeout_s: float = TIMEOUT_S,
        max_bytes: int = MAX_BYTES,
    ) -> None:
        self._account, self._tls, self._timeout_s, self._max_bytes = account, tls, timeout_s, max_bytes
        self._open_box: BaseMailBox | None = None
        self._uidvalidity = 0
        self._last_uid = 0

    def fetch_since(self, state: MailboxState) -> Iterator[Fetched]:
        """Yield what is newer than `state`, oldest first. Everything, when the server has numbered the box anew."""
        with self._speaking() as box:
            # SELECT again: a connection that is kept open would not learn of a rebuilt mailbox.
            self._select(box)
            self._last_uid = state.last_uid if state.uidvalidity == self._uidvalidity else 0
            uids = self._uids_above(box, self._last_uid)
        for start in range(0, len(uids), _BATCH):
            with self._speaking() as box:
                sizes = self._sizes(box, uids[start : start + _BATCH])
            for uid in uids[start : start + _BATCH]:
                with self._speaking() as box:
                    fetched = self._fetch(box, uid, sizes.get(uid, 0))
                self._last_uid = max(self._last_uid, uid)
                if fetched is not None:
                    yield fetched

    def wait(self, timeout_s: float) -> bool:
        """Wait for mail by IDLE, or by sleeping a poll interval where the server knows no IDLE."""
        with self._speaking() as box:
            box.client.noop()
            box.client.response("EXISTS")
            # A server tells new mail once, with the answer to any command: one told just now IDLE would not repeat.
            if self._uids_above(box, self._last_uid) or box.client.response("EXISTS")[1] != [None]:
                return True
            if "IDLE" not in box.client.capabilities:
                time.sleep(min(timeout_s, POLL_S))
                return True
            try:
                return bool(box.idle.wait(timeout=min(timeout_s, LONGEST_IDLE_S)))
            except MailboxTaggedResponseError:  # the news came before the server said that it is idling
                self._drop()
                return True

    def mark_seen(self, uids: Sequence[int], uidvalidity: int) -> None:
        """Set the Seen flag; does nothing when the box was numbered anew, since the UIDs then mean other mails."""
        with self._speaking() as box:
            if uids and uidvalidity == self._uidvalidity:
                _ask(box, "STORE", ",".join(map(str, uids)), "+FLAGS.SILENT", r"(\Seen)")

    def close(self) -> None:
        """Leave; harmless when already closed."""
        box, self._open_box = self._open_box, None
        if box is not None:
            with suppress(imaplib.IMAP4.error, ImapToolsError, OSError):
                box.logout()

    @contextmanager
    def _speaking(self) -> Iterator[BaseMailBox]:
        """The open mailbox. After a failure the connection is dropped, and the next call makes a new one."""
        try:
            yield self._connected()
        except MailboxLoginError as error:
            self._drop()
            raise _login_problem(self._account, str(error)) from error
        except ssl.SSLError as error:
            self._drop()
            raise _unreachable(self._account, "mailbox_certificate") from error
        except (imaplib.IMAP4.error, ImapToolsError, OSError, EOFError) as error:
            self._drop()
            raise _unreachable(self._account, "mailbox_silent") from error

    def _connected(self) -> BaseMailBox:
        if self._open_box is None:
            account = self._account
            # imap_tools' own context checks no certificate, so ours is always given.
            box: BaseMailBox = (
                MailBox(
                    account.imap_host,
                    account.imap_port,
                    timeout=self._timeout_s,
                    ssl_context=self._tls or ssl.create_default_context(),
                )
                if account.imap_tls
                else MailBoxUnencrypted(account.imap_host, account.imap_port, timeout=self._timeout_s)
            )
            self._open_box = box
            ascii_only = f"{account.imap_user}{account.imap_password}".isascii()
            login = box.login if ascii_only else box.login_utf8
            login(account.imap_user, account.imap_password, initial_folder=None)
            self._select(box)
        return self._open_box

    def _drop(self) -> None:
        box, self._open_box = self._open_box, None
        if box is not None:
            with suppress(imaplib.IMAP4.error, OSError):
                box.client.shutdown()

    def _select(self, box: BaseMailBox) -> None:
        box.folder.set("INBOX")
        found = box.client.response("UIDVALIDITY")[1]
        uidvalidity = int(found[-1]) if found and found[-1] else 0
        if uidvalidity != self._uidvalidity:
            self._uidvalidity, self._last_uid = uidvalidity, 0

    def _uids_above(self, box: BaseMailBox, last: int) -> list[int]:
        # The server answers "last+1:*" with the last mail even when its number is lower.
        found = _ask(box, "SEARCH", f"UID {last + 1}:*")
        uids = {int(uid) for line in found if isinstance(line, bytes) for uid in line.split()}
        return sorted(uid for uid in uids if uid > last)

    def _sizes(self, box: BaseMailBox, uids: list[int]) -> dict[int, int]:
        sizes: dict[int, int] = {}
        for line in _ask(box, "FETCH", ",".join(map(str, uids)), "(UID RFC822.SIZE)"):
            if isinstance(line, bytes) and (match := _SIZE.search(line)):
                sizes[int(match[1] or match[4])] = int(match[2] or match[3])
        return sizes

    def _fetch(self, box: BaseMailBox, uid: int, size: int) -> Fetched | None:
        """One mail, left unread; None when it was deleted meanwhile."""
        too_large = size > self._max_bytes
        part = "BODY.PEEK[HEADER]" if too_large else "BODY.PEEK[]"
        answers = _ask(box, "FETCH", str(uid), f"(UID {part})")
        raw = next((item[1] for item in answers if isinstance(item, tuple)), None)
        if raw is None:
            return None
        if too_large:
            raw = f"{INCOMPLETE_HEADER}: {size}\r\n".encode() + raw
        return Fetched(uid, raw, MailboxState(self._uidvalidity, uid))


def _ask(box: BaseMailBox, command: str, *arguments: str) -> list[bytes | tuple[bytes, bytes] | None]:
    uid: Callable[..., tuple[str, list]] = box.client.uid
    status, answers = uid(command, *arguments)
    if status != "OK":
        raise imaplib.IMAP4.error(f"{command} was answered with {status}")
    return answers


def _login_problem(account: MailAccount, answer: str) -> MailboxTrouble:
    if any(word in answer.casefold() for word in _BUSY):
        return _unreachable(account, "mailbox_busy")
    problem = coded("mailbox_login", host=account.imap_host, user=account.imap_user)
    return MailboxTrouble("mailbox_login", problem, status=502)


def _unreachable(account: MailAccount, code: str) -> MailboxTrouble:
    return MailboxTrouble("mailbox_unreachable", coded(code, host=account.imap_host), status=503)
