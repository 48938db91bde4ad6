"""Fetching from a real IMAP server loses nothing, doubles nothing, and marks nothing before it is told."""

import imaplib
import socket
import sqlite3
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from crm_app.adapters.channels.imap import ImapFetcher
from crm_app.channels import mime
from crm_app.channels.port import MailboxState
from crm_app.kit.errors import AppError
from tests.ports.mail_servers import ImapServer, account, dovecot
from tests.servers import free_port

SAMPLES = Path(__file__).parents[1] / "samples" / "email"


def mail(number: int, message_id: str | None = None) -> bytes:
    message_id = f"<m{number}@customer.example>" if message_id is None else message_id
    head = f"From: Ana <ana@customer.example>\r\nTo: support@crm.example\r\nMessage-ID: {message_id}\r\n"
    return f"{head}Subject: Number {number}\r\n\r\nText {number}\r\n".encode()


@pytest.fixture
def imap_server() -> Iterator[ImapServer]:
    with dovecot() as server:
        yield server


@pytest.fixture
def fetcher(imap_server: ImapServer) -> Iterator[ImapFetcher]:
    fetcher = ImapFetcher(imap_server.account)
    yield fetcher
    fetcher.close()


def test_samples_arrive_byte_for_byte_and_unread(imap_server: ImapServer, fetcher: ImapFetcher) -> None:
    samples = [path.read_bytes().replace(b"\n", b"\r\n") for path in sorted(SAMPLES.glob("*.eml"))]
    imap_server.deliver(*samples)
    fetched = list(fetcher.fetch_since(MailboxState()))
    assert [one.raw for one in fetched] == samples
    assert imap_server.unseen() == 4
    fetcher.mark_seen([one.uid for one in fetched], fetched[0].state.uidvalidity)
    assert imap_server.unseen() == 0


def test_only_newer_mail_comes(imap_server: ImapServer, fetcher: ImapFetcher) -> None:
    imap_server.deliver(mail(1), mail(2))
    state = list(fetcher.fetch_since(MailboxState()))[-1].state
    assert list(fetcher.fetch_since(state)) == []
    imap_server.deliver(mail(3))
    assert [mime.read(one.raw).text for one in fetcher.fetch_since(state)] == ["Text 3"]


def test_a_break_in_the_middle_continues_there(imap_server: ImapServer, fetcher: ImapFetcher) -> None:
    imap_server.deliver(*(mail(i) for i in range(5)))
    walk = fetcher.fetch_since(MailboxState())
    state = [next(walk), next(walk)][-1].state
    walk.close()
    again = ImapFetcher(imap_server.account)
    assert [mime.read(one.raw).text for one in again.fetch_since(state)] == ["Text 2", "Text 3", "Text 4"]
    again.close()


def test_mailbox_numbered_anew_is_read_again_whole(imap_server: ImapServer, fetcher: ImapFetcher) -> None:
    imap_server.deliver(mail(1), mail(2), mail(3, message_id=""))
    first = list(fetcher.fetch_since(MailboxState()))
    fetcher.close()
    imap_server.number_anew()
    second = list(fetcher.fetch_since(first[-1].state))
    assert second[0].state.uidvalidity != first[0].state.uidvalidity
    assert {mime.read(f.raw).external_id for f in second} == {mime.read(f.raw).external_id for f in first}
    assert len(second) == 3


def test_marking_after_renumbering_touches_nothing(imap_server: ImapServer, fetcher: ImapFetcher) -> None:
    imap_server.deliver(mail(1))
    fetched = next(iter(fetcher.fetch_since(MailboxState())))
    fetcher.mark_seen([fetched.uid], fetched.state.uidvalidity + 1)
    assert imap_server.unseen() == 1


def test_two_fetchers_lose_and_double_nothing(imap_server: ImapServer, tmp_path: Path) -> None:
    """Both race over the same box while mail arrives; the unique key of the database decides, as in the product."""
    path = tmp_path / "store.db"
    with sqlite3.connect(path) as store:
        store.execute("create table message (external_id text unique, text text)")
    done = threading.Event()

    def fetch_all() -> None:
        fetcher, state = ImapFetcher(imap_server.account), MailboxState()
        while True:
            finishing = done.is_set()
            for one in fetcher.fetch_since(state):
                inbound = mime.read(one.raw)
                with sqlite3.connect(path, timeout=30) as store:
                    store.execute("insert or ignore into message values (?, ?)", (inbound.external_id, inbound.text))
                state = one.state
            if finishing:
                break
        fetcher.close()

    workers = [threading.Thread(target=fetch_all) for _ in range(2)]
    for worker in workers:
        worker.start()
    for number in range(0, 60, 10):
        imap_server.deliver(*(mail(i, message_id="" if i % 3 == 0 else None) for i in range(number, number + 10)))
    done.set()
    for worker in workers:
        worker.join(60)
    with sqlite3.connect(path) as store:
        texts = [row[0] for row in store.execute("select text from message")]
    assert sorted(texts) == sorted(f"Text {i}" for i in range(60))


def test_waiting_ends_when_mail_arrives(imap_server: ImapServer, fetcher: ImapFetcher) -> None:
    imap_server.deliver(mail(1))
    assert list(fetcher.fetch_since(MailboxState()))
    assert fetcher.wait(0.2) is False
    later = threading.Timer(0.3, imap_server.deliver, [mail(2)])
    later.start()
    assert fetcher.wait(20) is True
    later.join()


def test_mail_that_came_before_the_wait_ends_it_at_once(imap_server: ImapServer, fetcher: ImapFetcher) -> None:
    list(fetcher.fetch_since(MailboxState()))
    imap_server.deliver(mail(1))
    assert fetcher.wait(20) is True


def test_after_a_restart_old_mail_ends_no_wait(imap_server: ImapServer, fetcher: ImapFetcher) -> None:
    imap_server.deliver(mail(1))
    (known,) = fetcher.fetch_since(MailboxState())
    restarted = ImapFetcher(imap_server.account)
    assert not list(restarted.fetch_since(known.state))
    assert restarted.wait(0.2) is False
    restarted.close()


def test_a_mail_that_is_too_large_comes_with_its_headers_and_a_warning(imap_server: ImapServer) -> None:
    imap_server.deliver(mail(1) + b"x" * 5000, mail(2))
    fetcher = ImapFetcher(imap_server.account, max_bytes=4000)
    large, small = fetcher.fetch_since(MailboxState())
    inbound = mime.read(large.raw)
    assert inbound.sender.email == "ana@customer.example" and inbound.subject == "Number 1"
    assert any("too large" in warning for warning in inbound.warnings)
    whole = mime.read(small.raw)
    assert whole.text == "Text 2" and not whole.warnings
    fetcher.close()


def test_a_deleted_mail_is_passed_over(imap_server: ImapServer, fetcher: ImapFetcher) -> None:
    imap_server.deliver(mail(1), mail(2), mail(3))
    walk = fetcher.fetch_since(MailboxState())
    assert mime.read(next(walk).raw).text == "Text 1"
    with imaplib.IMAP4("127.0.0.1", imap_server.port) as client:
        client.login("support", "correct horse")
        client.select("INBOX")
        client.store("2", "+FLAGS", r"(\Deleted)")
        client.expunge()
    assert [mime.read(one.raw).text for one in walk] == ["Text 3"]


def test_wrong_password_and_silent_network_are_told_apart(imap_server: ImapServer) -> None:
    wrong = ImapFetcher(account(imap_port=imap_server.port, imap_password="wrong"))
    with pytest.raises(AppError) as refused:
        list(wrong.fetch_since(MailboxState()))
    assert refused.value.code == "mailbox_login" and "wrong" not in refused.value.sentence
    nobody = ImapFetcher(account(imap_port=free_port()))
    with pytest.raises(AppError) as silent:
        list(nobody.fetch_since(MailboxState()))
    assert silent.value.code == "mailbox_unreachable"


def test_a_lost_connection_is_made_anew(imap_server: ImapServer, fetcher: ImapFetcher) -> None:
    imap_server.deliver(mail(1))
    state = list(fetcher.fetch_since(MailboxState()))[-1].state
    fetcher._open_box.client.sock.shutdown(socket.SHUT_RDWR)
    with pytest.raises(AppError, match="cannot be reached"):
        list(fetcher.fetch_since(state))
    imap_server.deliver(mail(2))
    assert [mime.read(one.raw).text for one in fetcher.fetch_since(state)] == ["Text 2"]
