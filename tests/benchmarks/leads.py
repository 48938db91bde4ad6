"""The running application as leads meet it: signed webhooks, one message over and over, a thousand who write."""

import hashlib
import hmac
import json
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import date, datetime
from urllib.parse import urlencode, urlsplit
from zoneinfo import ZoneInfo

from crm_app.language.understanding import understand
from crm_app.leads import qualification as asking
from crm_app.leads import scoring
from crm_app.leads.hearing import Place, hear
from crm_app.leads.knowing import believed
from launch.steps import ROOT
from tests.api.wire import meta_body, tg_message, twilio_signature, wa_text
from tests.benchmarks.figures import Figure, median, percentile
from tests.benchmarks.measure_extraction import SAMPLES
from tests.benchmarks.serving import CLIENTS, EACH, Client, Rows, database_of, rush
from tests.ports.test_many_leads import SAID
from tests.servers import Application

WORKSPACE, SECRET = "dar-al-bahr", "the-secret-of-the-bench"
NUMBER, PHONE_ID, BOT = "+15005550006", "106540352242922", "bench_bot"
ACCOUNTS = {
    "twilio_sms": (NUMBER, "auth_token"),
    "meta_whatsapp": (PHONE_ID, "app_secret"),
    "telegram": (BOT, "webhook_secret"),
}
REPEATS, LEADS = 10_000, 1_000
PATIENCE_S = 1_800
TEXT = "Hello, I look for a two-bedroom apartment in Al Malqa, up to 900,000 SAR. When can I see one?"
NEWEST = """
SELECT workspace_id, conversation_id, max(id) AS newest, count(*) AS said FROM message
WHERE channel = 'sms' AND direction = 'inbound' AND external_id LIKE 'lead%' GROUP BY workspace_id, conversation_id
"""
ANSWERED = f"""
SELECT count(*) FROM ({NEWEST}) talk WHERE said = {len(SAID)} AND (
    EXISTS (SELECT 1 FROM draft WHERE draft.workspace_id = talk.workspace_id AND for_message_id = newest
            AND draft.conversation_id = talk.conversation_id AND content <> '')
    OR EXISTS (SELECT 1 FROM message own WHERE own.workspace_id = talk.workspace_id
               AND own.conversation_id = talk.conversation_id AND own.direction = 'outbound' AND own.id > newest))
"""
IN_ORDER = f"""
SELECT count(*) FROM ({NEWEST}) talk JOIN message ON message.id = newest
JOIN lead ON lead.workspace_id = talk.workspace_id AND lead.conversation_id = talk.conversation_id
JOIN lead_fact ON lead_fact.lead_id = lead.id AND lead_fact.name = 'service_interest'
WHERE said = {len(SAID)} AND message.text = '{SAID[-1]}' AND exchanges = {len(SAID)}
AND CAST(value AS text) LIKE '%small villa%'
"""
"""Each message was read, the last said is the last stored, and of two wishes the newer one counts."""

Request = tuple[str, str, dict[str, str]]


def figures(app: Application, database_url: str, at: str) -> Iterator[Figure]:
    """Everything about leads that needs the served application."""
    rows, doors = database_of(app, database_url), {kind: _connected(app, kind) for kind in ACCOUNTS}
    for measure in (_webhooks, _repeats, _many):
        rows.rest()
        yield from measure(app, rows, doors, at)


def qualification() -> Figure:
    """What one message of a lead costs the processor: language, facts, score and next question."""
    place = Place(datetime(2026, 3, 2, 10, tzinfo=ZoneInfo("Asia/Riyadh")), "SAR", "en", "property")
    rules = asking.Rules(on=True, trade="property", wanted=asking.ORDER["property"])
    texts = [json.loads(line)["t"] for line in SAMPLES.read_text().splitlines()]
    taken = []
    for text in (texts[0], *texts):  # the first time loads what the engine knows
        began = time.process_time()
        understand(text)
        heard = hear(text, 1, "budget", place)
        known = {fact.name: fact for fact in heard.facts}
        scoring.judge(known, hot_from=rules.hot_from, today=date(2026, 3, 2), stopped=heard.wishes.kind)
        asking.next_step(rules, believed(known), asking.Asked((), ""), heard.wishes.kind)
        taken.append((time.process_time() - began) * 1000)
    del taken[0]
    p95, note = percentile(taken, 0.95), f"p50 {median(taken):.1f}, {len(taken)} messages"
    return Figure("qualification offline, processor a message, p95", p95, "ms", 100, remark=note)


def _connected(app: Application, kind: str) -> str:
    """Connect an account as a workspace does; the address to which its vendor posts."""
    address, secret = ACCOUNTS[kind]
    command = [sys.executable, "-m", "crm_app.cli", "connect", kind, "--workspace", WORKSPACE, "--address", address]
    done = subprocess.run(
        [*command, "--secret", f"{secret}={SECRET}"],
        cwd=ROOT, env=app.environment, check=True, capture_output=True, text=True,
    )  # fmt: skip
    return done.stdout.split()[0]


def _webhooks(app: Application, rows: Rows, doors: dict[str, str], at: str) -> Iterator[Figure]:
    """The three vendors in turn; every delivery is another person's."""

    def send(client: Client, number: int) -> tuple[int, float]:
        kind = [*ACCOUNTS][number % len(ACCOUNTS)]
        return client.send(*SIGNED[kind](doors[kind], number, TEXT, "bench"))

    done = rush(app, WORKSPACE, CLIENTS * EACH, send)
    yield from done.figures(f"{at}: signed webhooks acknowledged")
    stored = rows.number("SELECT count(*) FROM intake WHERE CAST(payload AS text) LIKE '%bench-%'")
    yield Figure(f"{at}: signed webhooks acknowledged, not stored", len(done.taken) - len(done.refused) - stored, "", 0)


def _repeats(app: Application, rows: Rows, doors: dict[str, str], at: str) -> Iterator[Figure]:
    """A vendor who does not hear us says it again and again."""
    said = _sms(doors["twilio_sms"], 0, TEXT, "again")
    done = rush(app, WORKSPACE, REPEATS, lambda client, _: client.send(*said))
    rows.rest()
    own = "external_id LIKE 'again-%'"
    made = max(rows.number(f"SELECT count(*) FROM {table} WHERE {own}") for table in ("intake", "message"))
    counted = rows.number(f"SELECT sum(repeats) FROM intake WHERE {own}")
    what = f"{at}: {REPEATS:,} deliveries of one message"
    yield Figure(f"{what}, rows", made, "", 1, remark=f"{counted:,} counted as repeats")
    yield from done.figures(what)


def _many(app: Application, rows: Rows, doors: dict[str, str], at: str) -> Iterator[Figure]:
    """Everybody writes once, then everybody again, then a third time; nobody of them has written before."""
    began, refused = time.perf_counter(), 0
    for turn, text in enumerate(SAID):

        def send(client: Client, lead: int, turn: int = turn, text: str = text) -> tuple[int, float]:
            return client.send(*_sms(doors["twilio_sms"], 1_000_000 + lead, text, f"lead{turn}"))

        refused += len(rush(app, WORKSPACE, LEADS, send).refused)
    heard_s = time.perf_counter() - began
    try:
        waiting = "SELECT count(*) FROM intake WHERE state = 'waiting'"
        rows.wait(waiting, lambda left: left == 0, patience_s=PATIENCE_S, look_s=1)
        rows.wait(ANSWERED, lambda answered: answered == LEADS, patience_s=PATIENCE_S, look_s=1)
    except TimeoutError:
        pass  # the figures tell
    seconds = time.perf_counter() - began
    what = f"{at}: {LEADS:,} leads write {len(SAID)} times"
    note = f"{refused} refused, {seconds - heard_s:.0f} s after the last was accepted"
    yield Figure(f"{what}, answered", rows.number(ANSWERED), "", LEADS, at_least=True, remark=note)
    yield Figure(f"{what}, in order", rows.number(IN_ORDER), "", LEADS, at_least=True)
    yield Figure(f"{what}, to the last answer", seconds, "s")


def _sms(url: str, person: int, text: str, mark: str) -> Request:
    form = {"MessageSid": f"{mark}-{person}", "From": f"+96655{person:07}", "To": NUMBER, "Body": text, "NumMedia": "0"}
    signature = twilio_signature(SECRET, url, [*form.items()])
    kind = "application/x-www-form-urlencoded"
    return urlsplit(url).path, urlencode(form), {"Content-Type": kind, "X-Twilio-Signature": signature}


def _whatsapp(url: str, person: int, text: str, mark: str) -> Request:
    body = json.dumps(meta_body(wa_text(f"{mark}-{person}", text, f"96656{person:07}"), number=PHONE_ID))
    signature = hmac.new(SECRET.encode(), body.encode(), hashlib.sha256).hexdigest()
    return urlsplit(url).path, body, {"X-Hub-Signature-256": f"sha256={signature}"}


def _telegram(url: str, person: int, text: str, mark: str) -> Request:
    who = {"id": 7_000_000 + person, "is_bot": False, "first_name": f"{mark}-{person}"}
    update = tg_message(person, text, **{"from": who, "chat": {"id": who["id"], "type": "private"}})
    return urlsplit(url).path, json.dumps(update), {"X-Telegram-Bot-Api-Secret-Token": SECRET}


SIGNED = {"twilio_sms": _sms, "meta_whatsapp": _whatsapp, "telegram": _telegram}
