"""Text pairs of the tokens reach 4.5 to 1 in both themes, marks and control borders 3 to 1."""

import re

import pytest

from tests.web.conftest import ROOT

TOKENS = ROOT / "src" / "attain_web" / "shell" / "static" / "attain" / "tokens.css"
TEXT = [
    *[(ink, ground) for ink in ("ink", "ink-2", "ink-3") for ground in ("bg", "surface", "sunken")],
    *[("accent", ground) for ground in ("bg", "surface")],
    ("on-accent", "accent"),
    ("accent-soft-ink", "accent-soft"),
    *[(tone, f"{tone}-soft") for tone in ("pos", "neg", "warn")],
    *[(tone, "surface") for tone in ("pos", "neg", "warn")],
    ("ink-2", "quiet-soft"),
]
MARKS = [("line-strong", "surface"), ("s-edge", "surface"), ("d1", "surface"), ("d5", "surface"), ("focus", "bg")]


def colours() -> dict[str, tuple[str, str]]:
    """Each token's colour in the light and in the dark."""
    text = TOKENS.read_text(encoding="utf-8")
    found = re.findall(r"--([a-z0-9-]+):\s*light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\)", text)
    return {name: (light, dark) for name, light, dark in found}


def luminance(colour: str) -> float:
    """Relative luminance as WCAG defines it."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return sum(share * part for share, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def contrast(one: str, other: str) -> float:
    """The ratio of two colours."""
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("theme", [0, 1])
def test_text_and_marks_can_be_read(theme: int) -> None:
    known = colours()
    assert len(known) > 30
    low = [
        f"{one} on {other}: {contrast(known[one][theme], known[other][theme]):.2f}"
        for pairs, least in ((TEXT, 4.5), (MARKS, 3.0))
        for one, other in pairs
        if contrast(known[one][theme], known[other][theme]) < least
    ]
    assert low == []
