"""A kind is one file with four homes: its test, its oracle, its example and its reference page."""

from tests.tidy.tree import ROOT, SOURCE, listing
from tools.kinds import Kind, kinds

ROOMS_WITH_KINDS = ("rates", "credits", "measures", "earnings")


def _homes(kind: Kind) -> list[str]:
    """The four homes of a kind, as paths from the root."""
    return [
        f"tests/{kind.room}/test_{kind.module}.py",
        f"tests/oracle/{kind.module}.py",
        f"examples/{kind.room}/{kind.module}",
        f"docs/reference/{kind.room}/{kind.module}.md",
    ]


def test_every_kind_has_its_four_homes() -> None:
    found = [home for kind in kinds() for home in _homes(kind) if not (ROOT / home).exists()]
    assert not found, listing("A kind without one of its homes", found)


def test_an_example_folder_holds_a_plan() -> None:
    folders = [ROOT / "examples" / kind.room / kind.module for kind in kinds()]
    found = [str(f.relative_to(ROOT)) for f in folders if f.is_dir() and not list(f.rglob("*.yaml"))]
    assert not found, listing("An example without a plan", found)


def test_every_room_with_kinds_lists_them() -> None:
    rooms = {kind.room for kind in kinds()}
    found = [room for room in ROOMS_WITH_KINDS if (SOURCE / room).is_dir() and room not in rooms]
    assert not found, listing("No KINDS in the room's __init__", found)
