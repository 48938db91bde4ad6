"""Every colour, distance, radius and type size, each with a meaning, for light and dark.

Style sheets use them as custom properties (`var(--accent)`); a test refuses a colour or a size of type elsewhere.
Contrast: text inks reach 4.5:1 on every ground they stand on, lines and marks 3:1 where they carry meaning.
"""

# meaning: (light, dark)
COLOURS: dict[str, tuple[str, str]] = {
    # grounds
    "bg": ("#fbfbfa", "#141413"),
    "surface": ("#ffffff", "#1b1b1a"),
    "sunken": ("#f4f4f2", "#121211"),
    "hover": ("#f1f1ee", "#242423"),
    # hairlines, and the edges of what can be pressed or typed into
    "line": ("#e6e5e1", "#2c2c2a"),
    "line-strong": ("#d3d2cc", "#3d3d3a"),
    "edge": ("#8b8a83", "#74736c"),
    # text: read first, second, third
    "ink": ("#1b1b19", "#ededea"),
    "ink-2": ("#55544e", "#b3b2ab"),
    "ink-3": ("#6a6962", "#98968f"),
    # the one accent: act here
    "accent": ("#3a4fd0", "#8c9bff"),
    "accent-strong": ("#2f42b8", "#a3afff"),
    "accent-ink": ("#2c3eae", "#aab5ff"),
    "accent-soft": ("#eceefb", "#23284a"),
    "on-accent": ("#ffffff", "#10122a"),
    # states
    "good": ("#18794e", "#5cc397"),
    "good-soft": ("#e4f4ec", "#14291f"),
    "warn": ("#8a5208", "#e3a84e"),
    "warn-soft": ("#fcf0dc", "#2d2313"),
    "bad": ("#b42a24", "#f08078"),
    "bad-soft": ("#fceae8", "#341a18"),
    # score components, in the order in which they stand in every breakdown
    "c-churn": ("#c4453c", "#e5776f"),
    "c-value": ("#3a4fd0", "#8c9bff"),
    "c-urgency": ("#c2760c", "#e3a84e"),
    "c-age": ("#7a7f88", "#9aa0a8"),
    "c-overdue": ("#8a5a2b", "#c4956a"),
    "c-difficulty": ("#4f8f74", "#7cbf9f"),
    "c-sentiment": ("#9a4fb5", "#c58ade"),
    "c-alert": ("#0f8fa8", "#4dc3d8"),
    # the words on a watched mark: the alert's colour, dark enough to read
    "alert-ink": ("#0a6577", "#6fd3e5"),
    # behind what floats
    "veil": ("rgba(27,27,25,.32)", "rgba(0,0,0,.55)"),
    "shadow-pop": ("0 8px 30px rgba(20,20,18,.12),0 1px 3px rgba(20,20,18,.10)", "0 8px 30px rgba(0,0,0,.5)"),
    "shadow-draft": ("0 1px 2px rgba(0,0,0,.04)", "none"),
}

MEASURES: dict[str, str] = {
    # corners: controls, cards, the draft and dialogs
    "r-s": "6px",
    "r-m": "10px",
    "r-l": "14px",
    # distances
    "s-2": "8px",
    "s-3": "12px",
    "s-4": "16px",
    "s-5": "22px",
    "s-6": "30px",
    # the smallest thing that a finger or a mouse should hit
    "target": "24px",
    # panes
    "w-nav": "188px",
    "w-list": "348px",
    "w-context": "292px",
    "w-text": "600px",
    # type: small print, second line, text, heading, page title
    "t-xs": "11.5px",
    "t-s": "12.5px",
    "t-m": "13.5px",
    "t-draft": "14px",
    "t-l": "15px",
    "t-xl": "20px",
    "font": '"Inter Variable","Noto Sans Arabic Variable",system-ui,-apple-system,"Segoe UI",sans-serif',
    "mono": 'ui-monospace,"SF Mono","JetBrains Mono",Menlo,monospace',
    "quick": "120ms",
}


def custom_properties() -> str:
    """The tokens as CSS: light on the document, dark under the class that the theme switch sets."""
    light = [f"--{name}:{pair[0]}" for name, pair in COLOURS.items()] + [f"--{n}:{v}" for n, v in MEASURES.items()]
    dark = [f"--{name}:{pair[1]}" for name, pair in COLOURS.items()]
    return (
        f":root{{color-scheme:light;{';'.join(light)}}}"
        f":root.dark{{color-scheme:dark;{';'.join(dark)}}}"
        "@media (prefers-reduced-motion:reduce){:root{--quick:0s}}"
    )
