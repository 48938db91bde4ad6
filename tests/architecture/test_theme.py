"""A colour stands in `ui/theme.py` with a meaning, nowhere else; and text can be read on every ground."""

import re
from pathlib import Path

import pytest

from crm_app.ui import theme

ROOT = Path(theme.__file__).parents[2]
STYLED = [*(ROOT / "assets").glob("*.css"), *(ROOT / "crm_app/ui").rglob("*.py"), *(ROOT / "crm_app/ui").rglob("*.jsx")]
COLOUR = re.compile(r"#(?:[0-9a-fA-F]{8}|[0-9a-fA-F]{6}|[0-9a-fA-F]{3,4})\b|\b(?:rgb|hsl|oklch|lab)a?\(")
SIDED = re.compile(r"(?<![\w-])(?:(?:margin|padding|border)-(?:left|right)|text-align:\s*(?:left|right)|float:)")


def test_colours_stand_in_the_theme_alone():
    found = [
        f"{path.relative_to(ROOT)}: {match[0]}"
        for path in STYLED
        if path.name != "theme.py"
        for match in COLOUR.finditer(path.read_text())
    ]
    assert not found


def test_every_token_that_is_used_exists():
    known = {*theme.COLOURS, *theme.MEASURES}
    used = {name for path in STYLED for name in re.findall(r"var\(--([\w-]+)", path.read_text())}
    assert used and not used - known


def test_every_token_is_used():
    used = "".join(path.read_text() for path in STYLED if path.name != "theme.py")
    assert not [name for name in (*theme.COLOURS, *theme.MEASURES) if f"--{name}" not in used]


def test_sides_are_logical_so_that_arabic_mirrors():
    sheets = [path for path in STYLED if path.suffix == ".css"]
    assert sheets and not [match[0] for path in sheets for match in SIDED.finditer(path.read_text())]


def test_no_component_of_radix_is_used():
    radix = re.compile(r"\brx\.(?:box|text|link|button|flex|vstack|hstack|heading|theme|toast|markdown|html)\b")
    pages = [path for path in STYLED if path.suffix == ".py"]
    code = {path: re.sub(r'"""[\s\S]*?"""|`[^`]*`', "", path.read_text()) for path in pages}
    assert not [(path.name, match[0]) for path, text in code.items() for match in radix.finditer(text)]


def luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


TEXT_ON = [
    *((ink, ground) for ink in ("ink", "ink-2", "ink-3") for ground in ("bg", "surface", "sunken", "hover")),
    *(("ink-2", ground) for ground in ("accent-soft", "warn-soft")),
    ("accent-ink", "accent-soft"), ("accent-ink", "surface"), ("accent-ink", "bg"), ("on-accent", "accent"),
    ("on-accent", "accent-strong"), ("good", "surface"), ("good", "good-soft"), ("warn", "surface"),
    ("warn", "warn-soft"), ("bad", "surface"), ("bad", "bg"), ("bad", "bad-soft"), ("alert-ink", "surface"),
]  # fmt: skip


@pytest.mark.parametrize("side", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize(("ink", "ground"), TEXT_ON)
def test_text_can_be_read(ink, ground, side):
    assert contrast(theme.COLOURS[ink][side], theme.COLOURS[ground][side]) >= 4.5


@pytest.mark.parametrize("side", [0, 1], ids=["light", "dark"])
def test_edges_of_inputs_and_the_focus_can_be_seen(side):
    for ground in ("bg", "surface", "sunken"):
        assert contrast(theme.COLOURS["edge"][side], theme.COLOURS[ground][side]) >= 3
        assert contrast(theme.COLOURS["accent"][side], theme.COLOURS[ground][side]) >= 3
