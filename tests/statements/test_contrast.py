"""Text reaches 4.5 : 1 and marks 3 : 1 on every ground they stand on, in both themes."""

import re

import pytest

from tests.tidy.tree import SOURCE

STYLE = (SOURCE / "statements" / "templates" / "statement.css").read_text(encoding="utf-8")
TOKENS = {
    name: (light, dark) for name, light, dark in re.findall(r"--([\w-]+): light-dark\((#\w{6}), (#\w{6})\)", STYLE)
}
PAPER = ("bg", "surface", "sunken", "hover")
TEXT = [(ink, ground) for ink in ("ink", "ink-2", "ink-3", "accent", "neg") for ground in PAPER] + [
    ("on-accent", "accent"), ("pos", "pos-soft"), ("neg", "neg-soft"), ("warn", "warn-soft"), ("ink-2", "quiet-soft"),
    ("ink", "accent-soft"), ("ink-3", "accent-soft"), ("axis", "surface"), ("pos", "surface"), ("neg", "accent-soft"),
    ("ink", "neg-soft"),
]  # fmt: skip
MARKS = [
    (mark, "surface") for mark in ("accent", "ink", "d1", "d2", "d3", "d4", "d5", "s-edge", "pos", "neg", "line-strong")
]


def luminance(colour: str) -> float:
    parts = [int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.03928 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize(("pairs", "least"), [(TEXT, 4.5), (MARKS, 3.0)], ids=["text", "marks"])
def test_every_pair_can_be_read(pairs: list[tuple[str, str]], least: float, theme: int) -> None:
    found = {pair: contrast(TOKENS[pair[0]][theme], TOKENS[pair[1]][theme]) for pair in pairs}
    assert not {pair: round(value, 2) for pair, value in found.items() if value < least}


def test_every_colour_is_a_token() -> None:
    rules = STYLE[STYLE.index("/* Base */") :]
    assert not [
        line
        for line in rules.splitlines()
        if re.search(r"#[0-9a-f]{3,8}\b", line) and "@media print" not in line and "background: #fff" not in line
    ]


def test_every_token_in_use_is_defined() -> None:
    used = set(re.findall(r"var\(--([\w-]+)\)", STYLE))
    defined = set(re.findall(r"--([\w-]+):", STYLE))
    assert not used - defined
