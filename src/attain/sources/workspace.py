"""Read and check attain.yaml, and resolve the paths in it; none may leave the workspace."""

from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path, PurePosixPath, PureWindowsPath

from attain.diagnostics import Diagnostic, Place
from attain.documents import Text, read_yaml, validate
from attain.sources import problems
from attain.sources.config import (
    CONFIG_FILE,
    ColumnConfig,
    PipelineConfig,
    SourceConfig,
    TableConfig,
    WorkspaceConfig,
)
from attain.sources.files.contents import cannot_open, is_encoding
from attain.sources.files.raw import Unreadable
from attain.sources.names import nearest
from attain.sources.readings.dates import WORDS, is_date_form
from attain.sources.specs import CURRENCY, parent_columns
from attain.sources.table import SOURCE_LINE

_BUILT_IN = {"periods": "one row per payee and pay period", "earnings": "the lines of earlier phases"}
_MOST_TEXT_BYTES = 8_000_000


def read_workspace(folder: Path) -> tuple[WorkspaceConfig | None, list[Diagnostic]]:
    """Read attain.yaml in a folder.

    Returns:
        The configuration (None when it does not fit its model) and every problem found.
    """
    text, found = read_text(folder, CONFIG_FILE)
    if text is None:
        fix = "run 'attain init' here, or name the folder that holds attain.yaml"
        if (folder / CONFIG_FILE).is_file():
            return None, found
        return None, [Diagnostic.of(problems.NO_WORKSPACE, Place(CONFIG_FILE), "there is no attain.yaml here", fix)]
    config, told = _configured(text)
    return config, [*told, *(check_workspace(config, folder) if config else [])]


@lru_cache(maxsize=16)
def _configured(text: str) -> tuple[WorkspaceConfig | None, tuple[Diagnostic, ...]]:
    """Read a text once, however often it is loaded; nobody changes what was read."""
    node, found = read_yaml(text, CONFIG_FILE)
    if node is None:
        return None, tuple(found)
    config, wrong = validate(WorkspaceConfig, node, CONFIG_FILE)
    return config, (*found, *wrong)


def read_text(folder: Path, name: str) -> tuple[str | None, list[Diagnostic]]:
    """Read a small UTF-8 text of the workspace, such as a plan.

    Args:
        folder: the workspace.
        name: the file, relative to it; used in places.
    """
    path = folder / name
    try:
        if path.is_file() and path.stat().st_size > _MOST_TEXT_BYTES:
            what = f"the file is larger than {_MOST_TEXT_BYTES:,} bytes"
            fix = "keep plans and settings short; put data into a source file"
            return None, [Diagnostic.of(problems.TOO_LARGE, Place(name), what, fix)]
        content = path.read_bytes()
    except OSError as error:
        problem = cannot_open(path, error)
        return None, [Diagnostic.of(problem.code, Place(name), problem.what, problem.fix)]
    try:
        return content.decode("utf-8-sig"), []
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        what = f"byte {content[error.start]:#04x} is not UTF-8 text"
        return None, [Diagnostic.of(problems.UNDECODABLE, Place(name, line), what, "save the file as UTF-8")]


def plan_files(folder: Path) -> list[str]:
    """Return the plans of a workspace, relative to it, by name."""
    found = [p for p in (folder / "plans").glob("**/*") if p.suffix in {".yaml", ".yml"} and p.is_file()]
    return sorted(p.relative_to(folder).as_posix() for p in found)


def resolve(folder: Path, name: str) -> Path:
    """Find a file of the workspace.

    Raises:
        Unreadable: the path is absolute or leads out of the workspace, be it through a link.
    """
    outside = PurePosixPath(name).is_absolute() or PureWindowsPath(name).drive or name.startswith(("~", "\\"))
    path = folder / name
    if outside or "\x00" in name or not path.resolve().is_relative_to(folder.resolve()):
        fix = "copy the file into the workspace, into data/, and name it from there"
        raise Unreadable(problems.OUTSIDE, f"'{name}' leads out of the workspace", fix)
    return path


def check_workspace(config: WorkspaceConfig, folder: Path) -> list[Diagnostic]:
    """Check what no single key of attain.yaml can know: origins, paths, keys, names and forms."""
    found: list[Diagnostic] = []
    for name, table, shown in _tables(config):
        found += check_table(table, shown, folder)
        found += [_taken(column, table) for column in table.columns if column == SOURCE_LINE]
        if isinstance(table, SourceConfig):
            found += _check_source(name, table)
    return found


def _tables(config: WorkspaceConfig) -> Iterator[tuple[str, TableConfig, str]]:
    for name, source in config.sources.items():
        yield name, source, f"the source '{name}'"
        for child_name, child in source.children.items():
            yield child_name, child, f"'{child_name}' of the source '{name}'"
    for name, table in (("roster", config.roster), ("targets", config.targets), ("fx", config.fx)):
        if table:
            yield name, table, f"'{name}'"
    yield from _pipeline_tables(config.pipeline)


def _pipeline_tables(pipeline: PipelineConfig | None) -> Iterator[tuple[str, TableConfig, str]]:
    if pipeline is None:
        return
    for name in PipelineConfig.model_fields:
        table = getattr(pipeline, name)
        if isinstance(table, TableConfig):
            yield name, table, f"'{name}' of the pipeline"
    for at, history in enumerate(pipeline.history, 1):
        yield "history", history, f"history {at} of the pipeline"


def check_table(table: TableConfig, shown: str, folder: Path) -> list[Diagnostic]:
    """Check where a table comes from and how it is to be read; with a problem here it cannot be read at all."""
    return [*_check_origin(table, shown, folder), *_check_settings(table)]


def _check_origin(table: TableConfig, shown: str, folder: Path) -> list[Diagnostic]:
    place = table.place
    if (table.file is None) == (table.sql is None):
        what = f"{shown} has {'neither a file nor' if table.file is None else 'both a file and'} a query"
        return [Diagnostic.of(problems.NO_ORIGIN, place, what, "write either file: data/... or sql: {...}")]
    name = table.file
    if table.sql:
        if (table.sql.env is None) == (table.sql.sqlite is None):
            what = f"the query of {shown} has {'no' if table.sql.env is None else 'more than one'} connection"
            fix = "write either env: NAME_OF_VARIABLE or sqlite: data/...db"
            return [Diagnostic.of(problems.NO_ORIGIN, table.sql.place, what, fix)]
        name = table.sql.sqlite
    try:
        if name is not None:
            resolve(folder, str(name))
    except Unreadable as problem:
        return [Diagnostic.of(problem.code, name.place if name else place, problem.what, problem.fix)]
    return []


def _check_settings(table: TableConfig) -> list[Diagnostic]:
    found: list[Diagnostic] = []
    encoding = table.format.encoding
    if encoding is not None and not is_encoding(encoding):
        fix = "write utf-8, utf-16, latin-1, or another name that Python knows"
        found.append(Diagnostic.of(problems.BAD_SETTING, encoding.place, f"no encoding is called '{encoding}'", fix))
    for column_name, column in table.columns.items():
        if column.value is not None and column.from_ is not None:
            what = f"'{column_name}' is read from a column and has one value for all rows"
            found.append(Diagnostic.of(problems.BAD_SETTING, column.value.place, what, "keep 'from' or 'value'"))
    for form in (table.format.date, *(c.date for c in table.columns.values())):
        if form is not None and not is_date_form(str(form)):
            fix = f'write one of {", ".join(WORDS)}, or a form such as "%d.%m.%Y"'
            found.append(Diagnostic.of(problems.BAD_SETTING, form.place, f"dates cannot be read as '{form}'", fix))
    return found


def _check_source(name: str, source: SourceConfig) -> list[Diagnostic]:
    found: list[Diagnostic] = []
    if name in _BUILT_IN:
        what = f"'{name}' is built in: {_BUILT_IN[name]}"
        found.append(Diagnostic.of(problems.NAME_TAKEN, source.place, what, "give the source another name"))
    if source.currency is not None and CURRENCY in source.columns:
        what = "the currency is declared for the source and as a column"
        found.append(Diagnostic.of(problems.NAME_TAKEN, source.currency.place, what, "keep one of the two"))
    found += [_undeclared(column, source) for column in source.key if column not in source.columns]
    found += _check_as_of(source.as_of, source)
    for child in source.children.values():
        found += _check_as_of(child.as_of, child)
        pairs = parent_columns(tuple(child.key), tuple(source.key))
        lost = [c for c, parent in pairs.items() if parent not in source.columns]
        if lost:
            what = f"the key names '{lost[0]}', which is no column of '{name}'"
            fix = f"write the key of '{name}' ({', '.join(source.key) or 'none yet'}), in its order"
            found.append(Diagnostic.of(problems.UNDECLARED, child.key[0].place, what, fix))
    return found


def _check_as_of(as_of: Text | None, table: TableConfig) -> list[Diagnostic]:
    if as_of is None:
        return []
    column: ColumnConfig | None = table.columns.get(as_of)
    if column is None:
        return [_undeclared(as_of, table)]
    if column.type == "date":
        return []
    what = f"as_of names '{as_of}', which is {column.type}"
    return [Diagnostic.of(problems.UNDECLARED, as_of.place, what, "name a column of type date")]


def _undeclared(column: Text, table: TableConfig) -> Diagnostic:
    near = nearest(column, table.columns)
    fix = f"did you mean '{near}'?" if near else f"add {column} to columns"
    return Diagnostic.of(problems.UNDECLARED, column.place, f"'{column}' is not among the columns", fix)


def _taken(column: str, table: TableConfig) -> Diagnostic:
    what = f"'{column}' is the line of each row in its file"
    return Diagnostic.of(problems.NAME_TAKEN, table.place, what, "give the column another name")
