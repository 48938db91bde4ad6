"""Attachments leave as files and never as pages."""

from crm_app.channels.port import Inbound, InboundFile, Sender
from crm_app.conversations import queries, receiving
from crm_app.kit.transaction import transaction
from crm_app.language.understanding import understand
from crm_app.runtime import runtime

PAGE = b"<script>alert(document.cookie)</script>"


async def attached(town, name, media_type, content=PAGE):
    stored = await runtime().files.put(town.shop.id, content)
    file = InboundFile(name, media_type, content)
    inbound = Inbound("email", f"<{name[:20]}@x>", Sender(email="a@example.com"), "s", "see file", attachments=(file,))
    async with transaction(town.shop.system) as tx:
        message = await receiving.receive(tx, inbound, understand("see file"), joins=None, files=[stored])
        return (await queries.thread(tx, message.conversation_id))[0].attachments[0].id


async def test_a_page_arrives_as_a_file(town):
    number = await attached(town, "bill.html", "text/html")
    answer = await town.get(f"/files/{number}")
    assert (answer.status_code, answer.content) == (200, PAGE)
    assert answer.headers["content-type"] == "application/octet-stream"
    assert answer.headers["content-disposition"].startswith("attachment;")
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert "sandbox" in answer.headers["content-security-policy"]


async def test_a_member_gets_it_by_their_session(town):
    number = await attached(town, "a.pdf", "application/pdf", b"%PDF-1.7\n")
    answer = await town.http.get(f"/files/{number}", headers={"Cookie": town.shop.cookie})
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "application/pdf"
    assert (await town.http.get(f"/files/{number}")).status_code == 401


async def test_a_file_is_what_its_bytes_say(town):
    number = await attached(town, "holiday.png", "image/png", b"MZ\x90\x00\x03")
    assert (await town.get(f"/files/{number}")).headers["content-type"] == "application/octet-stream"


async def test_hostile_names_and_types_stay_inside_their_header(town):
    number = await attached(town, 'فاتورة"\r\nSet-Cookie: x=1;.pdf', "text/html\r\nx: y")
    answer = await town.get(f"/files/{number}")
    assert answer.status_code == 200
    assert "set-cookie" not in answer.headers
    assert "%D9%81" in answer.headers["content-disposition"]


async def test_another_workspaces_file_does_not_exist(town):
    number = await attached(town, "a.pdf", "application/pdf")
    for path in (f"/files/{number}", "/files/0", "/files/x", "/files/99999999999999999999", "/files/..%2f..%2fetc"):
        assert (await town.get(path, place=town.other)).status_code == 404
