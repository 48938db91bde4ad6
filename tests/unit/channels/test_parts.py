"""File names from outside are safe to show and to store."""

import pytest

from crm_app.channels.parts import safe_name


@pytest.mark.parametrize(
    ("given_name", "name"),
    [
        ("../../etc/passwd", "passwd"),
        ("..\\..\\boot.ini", "boot.ini"),
        ("photo\u202egpj.exe", "photogpj.exe"),
        ("a\x00b\n.txt", "ab.txt"),
        ("..", "file"),
        ("", "file"),
        (".htaccess", "htaccess"),
        ("=?utf-8?q?=2E=2E/x.txt?=", "x.txt"),
        ("x" * 300 + ".pdf", "x" * 116 + ".pdf"),
    ],
)
def test_file_names(given_name: str, name: str) -> None:
    assert safe_name(given_name).replace("\ufffd", "") == name
