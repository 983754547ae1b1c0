"""A workspace on trial: everything of the real one, with some files in the place of its own."""

import gzip
import io
import os
import re
import secrets
import shutil
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

import polars as pl
from django.core.files.uploadedfile import UploadedFile

from attain.sources.config import CONFIG_FILE, TableConfig, WorkspaceConfig
from attain_web.actions.acting import Refused
from attain_web.store.embedded.cluster import VAR

LEFT_OUT = {VAR, "out"}
LARGEST_FILE = 50 * 2**20
NAME = re.compile(r"[A-Za-z0-9_-]{8,64}")


def made_trial(workspace: Path, files: Mapping[str, bytes]) -> Path:
    """Make a workspace on trial under ``var/trials``; its name is drawn, and it is removed by whoever made it."""
    folder = workspace / VAR / "trials" / secrets.token_urlsafe(12)
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


@contextmanager
def trial(workspace: Path, files: Mapping[str, bytes]) -> Iterator[Path]:
    """Make a workspace on trial, and remove it afterwards."""
    folder = made_trial(workspace, files)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def trial_named(workspace: Path, name: str) -> Path:
    """Find a workspace on trial by its name.

    Raises:
        Refused: there is none, as when it was loaded already.
    """
    folder = workspace / VAR / "trials" / name
    if not NAME.fullmatch(name) or not folder.is_dir():
        raise Refused("this upload is not there any more", "upload the file again")
    return folder


def tables_in(config: WorkspaceConfig) -> dict[str, TableConfig]:
    """Return the tables of a workspace that are read from a file, by name."""
    found: dict[str, TableConfig | None] = {str(name): source for name, source in config.sources.items()}
    found |= {"roster": config.roster, "targets": config.targets}
    return {name: table for name, table in found.items() if table is not None and table.file}


def read_upload(sent: UploadedFile) -> pl.DataFrame:
    """Read an uploaded table as texts: CSV, its delimiter found by its header, or the first sheet of a workbook.

    Raises:
        Refused: it is too large, of another kind, or empty.
    """
    name = (sent.name or "").lower()
    if sent.size is None or sent.size > LARGEST_FILE:
        raise Refused(f"'{sent.name}' is larger than 50 MB", "load it with 'attain import' on the server")
    content = sent.read()
    try:
        if name.endswith(".xlsx"):
            found = pl.read_excel(io.BytesIO(content), engine="calamine", infer_schema_length=0)
        elif name.endswith((".csv", ".txt", ".tsv", ".gz")):
            text = _unpacked(content, name)
            first = text[:4096].decode("utf-8-sig", errors="replace").splitlines()[:1]
            mark = max(",;\t|", key=(first or [""])[0].count)
            found = pl.read_csv(text, infer_schema=False, separator=mark)
        else:
            raise Refused(f"'{sent.name}' is neither CSV nor XLSX", "export it as one of them")
    except (pl.exceptions.PolarsError, UnicodeDecodeError, OSError, ValueError) as error:
        raise Refused(f"'{sent.name}' cannot be read: {error}", "export it again as CSV in UTF-8, or as XLSX") from None
    if found.is_empty():
        raise Refused(f"'{sent.name}' has no rows", "choose the file with the rows")
    return found.with_columns(pl.all().cast(pl.String))


def _unpacked(content: bytes, name: str) -> bytes:
    if not name.endswith(".gz"):
        return content
    with gzip.GzipFile(fileobj=io.BytesIO(content)) as packed:
        text = packed.read(LARGEST_FILE + 1)
    if len(text) > LARGEST_FILE:
        raise Refused(f"'{name}' unpacks to more than 50 MB", "load it with 'attain import' on the server")
    return text


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
