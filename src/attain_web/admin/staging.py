"""A workspace on trial: everything of the real one, with some files in the place of its own."""

import gzip
import os
import re
import secrets
import shutil
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

import polars as pl
from django.core.files.uploadedfile import UploadedFile

from attain.sources.config import CONFIG_FILE, FormatConfig, TableConfig, WorkspaceConfig
from attain.sources.files.opening import open_table
from attain.sources.files.raw import RawColumn, Unreadable
from attain_web.actions.acting import Refused
from attain_web.store.embedded.cluster import VAR

LEFT_OUT = {VAR, "out"}
LARGEST_FILE = 50 * 2**20
MOST_UNPACKED = 200 * 2**20
KEPT_SECONDS = 24 * 60 * 60
NAME = re.compile(r"[A-Za-z0-9_-]{8,64}")


def made_trial(workspace: Path, files: Mapping[str, bytes]) -> Path:
    """Make a workspace on trial under ``var/trials``; its name is drawn, and it is removed by whoever made it.

    One that was left a day ago is removed when the next is made.
    """
    trials = workspace / VAR / "trials"
    for left in trials.iterdir() if trials.is_dir() else ():
        if time.time() - _last_touched(left) > KEPT_SECONDS:
            shutil.rmtree(left, ignore_errors=True)
    folder = trials / secrets.token_urlsafe(12)
    for path in sorted(workspace.rglob("*")):
        inside = path.relative_to(workspace)
        if inside.parts[0] in LEFT_OUT or path.is_dir() or inside.as_posix() in files:
            continue
        target = folder / inside
        target.parent.mkdir(parents=True, exist_ok=True)
        _linked(path, target)
    for name, content in files.items():
        target = folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)
    return folder


def _last_touched(folder: Path) -> float:
    """Return when a folder was last written to; the end of time for one that another removes meanwhile."""
    try:
        return folder.stat().st_mtime
    except OSError:
        return float("inf")


@contextmanager
def trial(workspace: Path, files: Mapping[str, bytes]) -> Iterator[Path]:
    """Make a workspace on trial, and remove it afterwards."""
    folder = made_trial(workspace, files)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def trial_named(workspace: Path, name: str, holds: str) -> Path:
    """Find a workspace on trial by its name.

    Args:
        workspace: whose.
        name: of the trial.
        holds: a file that one of its kind has, such as ``uploaded.json``; one of another kind is none.

    Raises:
        Refused: there is none, as when it was loaded already.
    """
    folder = workspace / VAR / "trials" / name
    if not NAME.fullmatch(name) or not (folder / holds).is_file():
        raise Refused("this upload is not there any more", "upload the file again")
    return folder


def tables_in(config: WorkspaceConfig) -> dict[str, TableConfig]:
    """Return the tables of a workspace that are read from a file, by name."""
    found: dict[str, TableConfig | None] = {str(name): source for name, source in config.sources.items()}
    found |= {"roster": config.roster, "targets": config.targets}
    return {name: table for name, table in found.items() if table is not None and table.file}


def read_upload(sent: UploadedFile, wanted: Sequence[str]) -> pl.DataFrame:
    """Read an uploaded table as texts, whatever of CSV, XLSX or Parquet it is, packed or not, within limits.

    Args:
        sent: the file.
        wanted: the header names that are looked for.

    Raises:
        Refused: it is too large, no table, empty, or has a line that cannot be taken apart.
    """
    if sent.size is None or sent.size > LARGEST_FILE:
        raise Refused(f"'{sent.name}' is larger than 50 MB", "load it with 'attain import' on the server")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "uploaded")
        path.write_bytes(sent.read())
        try:
            table = open_table(path, FormatConfig(), list(wanted), MOST_UNPACKED)
            raw = table.read(list(range(len(table.header))))
        except Unreadable as error:
            raise Refused(f"'{sent.name}' cannot be read: {error.what}", error.fix) from None
    if raw.broken:
        first = raw.broken[0]
        raise Refused(f"line {first.line} of '{sent.name}' cannot be taken apart: {first.reason}", first.fix)
    if not raw.lines.len():
        raise Refused(f"'{sent.name}' has no rows", "choose the file with the rows")
    if len(set(table.header)) < len(table.header):
        raise Refused(f"'{sent.name}' has a header name twice", "give each column a name of its own")
    return pl.DataFrame({name: _texts(raw.columns[at]) for at, name in enumerate(table.header)})


def _texts(column: RawColumn) -> pl.Series:
    """Return the cells of a column as texts."""
    sides = [
        side.cast(pl.String).alias(f"side{n}")
        for n, side in enumerate((column.written, column.native))
        if side is not None
    ]
    return pl.DataFrame(sides).select(pl.coalesce(pl.all())).to_series()


def _linked(path: Path, target: Path) -> None:
    """Let a file stand at another place too, without its content twice where the disk can."""
    try:
        os.link(path, target)
    except OSError:
        shutil.copyfile(path, target)


def wanted_headers(table: TableConfig) -> list[str]:
    """Return the header names that a table is read from."""
    return [str(column.from_ or name) for name, column in table.columns.items() if column.value is None]


def likely(headers: Sequence[str], wanted: str) -> str:
    """Return the header that is most likely meant; empty when none is alike.

    >>> likely(["Close Date", "Owner ID"], "CloseDate"), likely(["x"], "Amount")
    ('Close Date', '')
    """

    def plain(text: str) -> str:
        return "".join(c for c in text.lower() if c.isalnum())

    return next((header for header in headers if plain(header) == plain(wanted)), "")


def as_file(frame: pl.DataFrame, mapping: Mapping[str, str], name: str) -> bytes:
    """Write the mapped columns of a table under the names that the workspace reads, packed where its file is.

    Args:
        frame: as it was uploaded.
        mapping: the uploaded header by wanted header; those without one are left out.
        name: of the file in the workspace.
    """
    chosen = {wanted: given for wanted, given in mapping.items() if given in frame.columns}
    text = frame.select(pl.col(given).alias(wanted) for wanted, given in chosen.items()).write_csv().encode()
    return gzip.compress(text, mtime=0) if name.endswith(".gz") else text


def config_text(workspace: Path) -> str:
    """Return the text of attain.yaml."""
    return (workspace / CONFIG_FILE).read_text(encoding="utf-8-sig")
