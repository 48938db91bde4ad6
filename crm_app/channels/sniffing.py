"""What kind of file is this, by its bytes alone? Kinds that may be kept have a name, all others none. Pure."""

import zipfile
from io import BytesIO

_STARTS: tuple[tuple[bytes, str], ...] = (
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
    (b"OggS", "audio/ogg"),
    (b"ID3", "audio/mpeg"),
    (b"#!AMR", "audio/amr"),
    (b"fLaC", "audio/flac"),
    (b"\x1aE\xdf\xa3", "video/webm"),
    (b"%PDF-", "application/pdf"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "application/x-ole-storage"),
    (b"{\\rtf", "application/rtf"),
)
_RIFF = {b"WEBP": "image/webp", b"WAVE": "audio/wav", b"AVI ": "video/x-msvideo"}
_BRANDS = {
    b"heic": "image/heic", b"heix": "image/heic", b"mif1": "image/heif", b"avif": "image/avif", b"M4A ": "audio/mp4",
}  # fmt: skip
_OFFICE = {
    "word/": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xl/": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "ppt/": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
}
_PLAIN = frozenset(("text/csv", "text/calendar", "text/vcard", "text/x-vcard"))
_OPEN = "application/vnd.oasis.opendocument."
_MOST_ENTRIES = 10_000


def sniff(content: bytes) -> str:
    """The media type of a picture, sound, video, PDF, office file or plain text; "" for anything else."""
    for start, kind in _STARTS:
        if content.startswith(start):
            return kind
    if content[:4] == b"RIFF":
        return _RIFF.get(content[8:12], "")
    if content[4:8] == b"ftyp":
        return _BRANDS.get(content[8:12], "video/mp4")
    if _is_sound_frame(content[:3]):
        return "audio/aac" if content[1] & 0x06 == 0 else "audio/mpeg"
    if content[:4] == b"PK\x03\x04":
        return _office(content)
    return "text/plain" if _is_plain(content) else ""


def kind_of(content: bytes, claimed: str) -> str:
    """What a file is kept as: what its bytes say, whatever its sender claims, but for the kinds of plain text."""
    found = sniff(content)
    return claimed if found == "text/plain" and claimed in _PLAIN else found or "application/octet-stream"


def _is_sound_frame(head: bytes) -> bool:
    """Eleven set bits begin a frame of MP3 or AAC; those that name its rate tell it from UTF-16 text."""
    if len(head) < 3 or head[0] != 0xFF or head[1] & 0xE0 != 0xE0:
        return False
    return head[1] & 0x06 == 0 or (head[2] & 0x0C != 0x0C and head[2] & 0xF0 != 0xF0)


def _office(content: bytes) -> str:
    """An office file is a packed folder; other packed folders are not kept, nor those that carry programs."""
    try:
        with zipfile.ZipFile(BytesIO(content)) as packed:
            names = packed.namelist()
            if len(names) > _MOST_ENTRIES or any(name.endswith("vbaProject.bin") for name in names):
                return ""
            if "mimetype" in names and packed.getinfo("mimetype").file_size < 100:
                told = packed.read("mimetype").decode("ascii", "replace")
                return told if told.startswith(_OPEN) else ""
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, ValueError, OSError, EOFError, KeyError):
        return ""
    if "[Content_Types].xml" not in names:
        return ""
    return next((kind for folder, kind in _OFFICE.items() if any(name.startswith(folder) for name in names)), "")


def _is_plain(content: bytes) -> bool:
    """Text without controls that is no page: what a browser might run is not kept."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return False
    if not text.strip() or any(ord(c) < 32 and c not in "\t\n\r\f" for c in text):
        return False
    return not text.lstrip().startswith("<")
