"""Whoever switches a check off says which one, and why."""

import re

import pytest

from tests.tidy.tree import ROOT, everything, listing

# A switch is followed by the rule it switches off, a dash and the reason.
SWITCH = re.compile(r"#\s*(noqa|type:\s*ignore|pyright:|pragma:)(?P<rest>.*)$")
REASONED = re.compile(r"(:?\s*[A-Z]+\d+|\[[\w-]+\]|ignore\[[^\]]+\]|report\w+=\w+|no cover|no branch)[^-]*\s--?\s+\S")


def _is_unexplained(line: str) -> bool:
    switch = SWITCH.search(line) if "#" in line else None
    return bool(switch) and not REASONED.search(switch["rest"])


def test_a_switched_off_check_gives_its_reason() -> None:
    found = [
        f"{module.name}:{number} {line.strip()}"
        for module in everything()
        if not module.name.startswith("tests/tidy/")
        for number, line in enumerate(module.text.splitlines(), start=1)
        if _is_unexplained(line)
    ]
    assert not found, listing("Write the rule and the reason: `# noqa: S603 - our own binary`", found)


@pytest.mark.parametrize(
    ("line", "is_unexplained"),
    [
        ("x = 1  # noqa", True),
        ("x = 1  # noqa: S603", True),
        ("x = 1  # noqa: S603 - our own binary", False),
        ("# pyright: basic", True),
        ("# pyright: reportUnknownMemberType=false - ruamel has no types", False),
        ("x = 1  # pyright: ignore[reportUnknownMemberType] - no stubs", False),
        ("x = 1  # pragma: no cover", True),
        ("x = 1  # because", False),
    ],
)
def test_the_check_reads_switches(line: str, *, is_unexplained: bool) -> None:
    assert _is_unexplained(line) is is_unexplained


def test_every_ignored_rule_is_explained() -> None:
    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    ignored = re.findall(r'^    "[A-Z]+\d*",.*$', text, flags=re.MULTILINE)
    assert ignored
    section: list[str] = [line for line in ignored if "#" not in line]
    # A rule without its own comment belongs to the family named on the line before it.
    families = {"D10", "PLR09", "FBT00", "S60"}
    found = [line for line in section if not any(f'"{family}' in line for family in families)]
    assert not found, listing("Explain the ignored rule in a comment", found)
