"""Kinds of files by their bytes."""

from io import BytesIO
from zipfile import ZipFile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm_app.channels.sniffing import sniff


def packed(**entries: str) -> bytes:
    folder = BytesIO()
    with ZipFile(folder, "w") as file:
        for name, content in entries.items():
            file.writestr(name.replace("__", "/"), content)
    return folder.getvalue()


DOCX = packed(**{"[Content_Types].xml": "", "word__document.xml": "<w/>"})


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"\xff\xd8\xff\xe1", "image/jpeg"),
        (b"\x89PNG\r\n\x1a\n....", "image/png"),
        (b"GIF89a", "image/gif"),
        (b"RIFF\x00\x00\x00\x00WEBPVP8 ", "image/webp"),
        (b"RIFF\x00\x00\x00\x00WAVEfmt ", "audio/wav"),
        (b"OggS\x00", "audio/ogg"),
        (b"ID3\x04", "audio/mpeg"),
        (b"\xff\xfb\x90\x00", "audio/mpeg"),
        (b"\xff\xf1\x50\x80", "audio/aac"),
        (b"#!AMR\n", "audio/amr"),
        (b"\x00\x00\x00\x20ftypisom", "video/mp4"),
        (b"\x00\x00\x00\x20ftypM4A ", "audio/mp4"),
        (b"\x00\x00\x00\x20ftypheic", "image/heic"),
        (b"%PDF-1.7", "application/pdf"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "application/x-ole-storage"),
        (DOCX, "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
        (packed(mimetype="application/vnd.oasis.opendocument.text"), "application/vnd.oasis.opendocument.text"),
        ("BEGIN:VCARD\r\nFN:Ána\r\n".encode(), "text/plain"),
        ("مرحبا".encode(), "text/plain"),
    ],
)
def test_kept(content, kind):
    assert sniff(content) == kind


@pytest.mark.parametrize(
    "content",
    [
        b"", b"   ", b"<!doctype html><p>", b"\xef\xbb\xbf<svg onload=alert(1)>", b"  <?xml version='1.0'?>",
        b"MZ\x90\x00", b"\x7fELF\x02", b"PK\x03\x04 broken", packed(run="x"), b"text\x00more", b"\xff\xfe\x3c\x00",
        packed(**{"[Content_Types].xml": "", "word__vbaProject.bin": "x"}), packed(mimetype="text/html"),
    ],
)  # fmt: skip
def test_not_kept(content):
    assert sniff(content) == ""


@given(st.binary(max_size=200))
def test_any_bytes_have_an_answer(content):
    assert isinstance(sniff(content), str) and isinstance(sniff(b"PK\x03\x04" + content), str)
