"""Every diagnostic of this room as its reader sees it, kept in ``messages.txt``.

After a wanted change write the file anew: ``python -m tests.sources.test_messages``.
"""

from pathlib import Path
from tempfile import TemporaryDirectory

from attain.diagnostics import CODES, Diagnostic, render_text
from attain.sources import init_workspace, load
from tests.sources.cases import FILES, WORKSPACES
from tests.sources.making import config_of, write

FILE = Path(__file__).with_name("messages.txt")
REVIEWED_BY_RUNS = {"WORK108"}  # found where reviews are made, from the sources of a whole run


def _found(title: str) -> list[Diagnostic]:
    with TemporaryDirectory() as name:
        folder = Path(name)
        if title in FILES:
            settings, columns, content = FILES[title]
            return load(write(folder, config_of(columns, settings), {"data/deals.csv": content})).diagnostics
        if title in WORKSPACES:
            config, files = WORKSPACES[title]
            write(folder, "", files)
            (folder / "attain.yaml").write_bytes(config.encode("utf-8", "surrogateescape"))
            return load(folder).diagnostics
        if title == "started twice":
            init_workspace(folder)
            return init_workspace(folder)[2]
        return load(folder / "nowhere").diagnostics


TITLES = [*FILES, *WORKSPACES, "started twice", "no workspace"]


def _rendered() -> str:
    return "\n\n".join(f"> {title}\n{render_text(_found(title))}" for title in TITLES) + "\n"


def test_messages_read_as_kept() -> None:
    assert _rendered() == FILE.read_text(encoding="utf-8")


def test_every_code_of_the_room_is_reached() -> None:
    reached = {d.code for title in TITLES for d in _found(title)}
    own = {name for name in CODES if name.startswith(("FILE", "WORK"))}
    assert own - reached - REVIEWED_BY_RUNS == set()


def test_every_message_has_a_place_a_reason_and_a_fix() -> None:
    for title in TITLES:
        found = _found(title)
        assert found, title
        assert all(d.where.file and d.what and d.why and d.fix for d in found), title


if __name__ == "__main__":
    FILE.write_text(_rendered(), encoding="utf-8")
