r"""The models of attain.yaml: what a workspace says about its calendar, sources and how to read them.

>>> from attain.documents import read_yaml, validate
>>> text = "currency: USD\nsources: {deals: {file: data/deals.csv, key: id, columns: {id: text, amount: money}}}"
>>> node, _ = read_yaml(text, "attain.yaml")
>>> config, problems = validate(WorkspaceConfig, node, "attain.yaml")
>>> config.sources["deals"].columns["amount"].type, config.sources["deals"].key, problems
('money', ('id',), [])
"""

import zoneinfo
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, WithJsonSchema
from pydantic_core import PydanticCustomError

from attain.documents import Day, Expression, Model, Name, Node, Percent, Text, WholeNumber, YamlMap
from attain.documents.nodes import place_of, text_of
from attain.money.currency import is_currency
from attain.sources.closing import ClosingConfig

CONFIG_FILE = "attain.yaml"
_DELIMITER_WORDS = {"tab": "\t", "comma": ",", "semicolon": ";", "pipe": "|", "space": " ", "\\t": "\t"}


def _listed(value: object) -> object:
    return [value] if isinstance(value, str) else value


def _long_form(value: object) -> object:
    """Let ``amount: money`` stand for ``amount: {type: money}``."""
    if not isinstance(value, str):
        return value
    place = place_of(value)
    long = YamlMap(place)
    long["type"] = Text.at(value, place)
    long.key_places["type"] = place
    return long


def _long_stage(value: object) -> object:
    """Let ``Closed Won: won`` stand for ``{outcome: won}``, and ``Negotiation: 60%`` for ``{probability: 60%}``."""
    if not isinstance(value, str):
        return value
    place = place_of(value)
    key = "probability" if value.strip().endswith("%") else "outcome"
    long = YamlMap(place)
    long[key] = Text.at(value, place)
    long.key_places[key] = place
    return long


def _read_currency(value: object) -> Text:
    code = text_of(value)
    if not is_currency(code):
        raise PydanticCustomError("no_currency", "'{code}' is not a currency; write a code such as USD", {"code": code})
    return Text.at(code, place_of(value))


def _read_time_zone(value: object) -> Text:
    name = text_of(value)
    if name not in zoneinfo.available_timezones():
        message = "'{name}' is not a time zone; write a name such as Europe/Berlin"
        raise PydanticCustomError("no_time_zone", message, {"name": name})
    return Text.at(name, place_of(value))


def _read_delimiter(value: object) -> Text:
    text = text_of(value)
    text = _DELIMITER_WORDS.get(text, text)
    if not 1 <= len(text) <= 3 or text in {'"', "\n", "\r"} or text.isalnum():
        message = "'{text}' cannot separate fields; write a character such as ';' or the word tab"
        raise PydanticCustomError("no_delimiter", message, {"text": text})
    return Text.at(text, place_of(value))


_WORDS = WithJsonSchema({"anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}}]})
Texts = Annotated[tuple[Text, ...], BeforeValidator(_listed), _WORDS]
Names = Annotated[tuple[Name, ...], BeforeValidator(_listed), _WORDS]
Currency = Annotated[Text, BeforeValidator(_read_currency), WithJsonSchema({"type": "string", "pattern": "^[A-Z]{3}$"})]
TimeZone = Annotated[Text, BeforeValidator(_read_time_zone), WithJsonSchema({"type": "string"})]
Delimiter = Annotated[Text, BeforeValidator(_read_delimiter), WithJsonSchema({"type": "string"})]
Outcome = Literal["open", "won", "lost"]
ForecastCategory = Literal["pipeline", "best_case", "most_likely", "commit", "closed", "omitted"]
HistoryKind = Literal["salesforce_history", "salesforce_fields", "hubspot", "snapshots"]
ColumnKind = Literal["money", "decimal", "percent", "count", "date", "text", "bool", "payee"]
DecimalMark = Literal[".", ","]
PercentStyle = Literal["fraction", "of_100"]


class FormatConfig(Model):
    """How a file is written. Whatever is left out is detected, and what was detected is said."""

    delimiter: Delimiter | None = None
    encoding: Text | None = None
    quote: Literal['"', "'", "none"] | None = None
    header_line: WholeNumber | None = None
    decimal: DecimalMark | None = None
    date: Text | None = None
    percent: PercentStyle | None = None
    sheet: Text | None = None


class ColumnConfig(Model):
    """A column: its type, the header name it is read from (its own by default), and how its values are written.

    ``value`` writes one value into every row instead of reading a column.
    """

    type: ColumnKind
    from_: Text | None = Field(default=None, alias="from")
    value: Text | None = None
    decimal: DecimalMark | None = None
    date: Text | None = None
    percent: PercentStyle | None = None
    null_as: Texts = ()
    round: WholeNumber | None = Field(default=None, le=9)

    @classmethod
    def json_form(cls, schema: dict[str, Any]) -> dict[str, Any]:
        """A type may stand alone: ``amount: money``."""
        return {"anyOf": [schema["properties"]["type"], schema], "description": schema["description"]}


Columns = dict[Name, Annotated[ColumnConfig, BeforeValidator(_long_form)]]


class QueryConfig(Model):
    """A SQL query; the connection is named by an environment variable or is a SQLite file of the workspace."""

    query: Text
    env: Text | None = None
    sqlite: Text | None = None


class TableConfig(Model):
    """A table of the workspace: where its rows come from and what its columns mean."""

    file: Text | None = None
    sql: QueryConfig | None = None
    columns: Columns = {}
    format: FormatConfig = FormatConfig()
    null_as: Texts = ()
    on_reject: Literal["stop", "report"] = "stop"


class ChildConfig(TableConfig):
    """Rows that belong to rows of a source, such as splits; ``key`` names the parent's row, ``as_of`` a row's date."""

    key: Names
    as_of: Name | None = None


class UnlessIn(Model):
    """Another source that explains a row: equal in its ``match`` columns (theirs: ours), in force on the day ``at``."""

    source: Name
    match: dict[Name, Name] = Field(min_length=1)
    from_: Name | None = Field(default=None, alias="from")
    before: Name | None = None
    at: Name | None = None


class ReviewConfig(Model):
    """Rows to be looked at by somebody: credited like all others, and listed."""

    title: Text
    where: Expression | None = None
    unless_in: UnlessIn | None = None


class SourceConfig(TableConfig):
    """Transactions, or a table that plans look things up in."""

    key: Names = ()
    as_of: Name | None = None
    currency: Text | None = None
    children: dict[Name, ChildConfig] = {}
    reviews: tuple[ReviewConfig, ...] = ()


class RatesConfig(TableConfig):
    """Currency rates: rows of date (or period), from, to, rate and kind; or one column per currency against ``base``.

    Attributes:
        base: the currency that every column of the file is a rate of.
        through: the base that pairs without a rate of their own go through.
        inverse: whether a rate may be read the other way round.
        holds: whether a spot rate is that of its day, or stays in force until the next of its pair.
    """

    base: Currency | None = None
    through: Currency | None = None
    inverse: Literal["refused", "allowed"] = "refused"
    holds: Literal["day", "until_next"] = "day"


class StageConfig(Model):
    """A stage: what a deal in it is, how likely it is won, and its category in forecasts."""

    outcome: Outcome = "open"
    probability: Percent | None = None
    category: ForecastCategory | None = None

    @classmethod
    def json_form(cls, schema: dict[str, Any]) -> dict[str, Any]:
        """An outcome may stand alone: ``Closed Won: won``; so may a probability: ``Negotiation: 60%``."""
        outcome, percent = schema["properties"]["outcome"], {"type": "string", "pattern": "%$"}
        return {"anyOf": [{**outcome}, percent, schema], "description": schema["description"]}


class LoadedConfig(TableConfig):
    """A table of deals as it was loaded.

    ``batch`` is its place in the order of loads, 1 for the first; ``taken`` is the day of a snapshot.
    """

    batch: WholeNumber = Field(default=1, ge=1)
    taken: Day | None = None


class HistoryConfig(LoadedConfig):
    """What changed in deals: a file of changes, or full snapshots of every deal."""

    kind: HistoryKind


class PipelineConfig(Model):
    """Deals, open and closed, with their history and what surrounds them; columns are recognised by their names."""

    opportunities: LoadedConfig | None = None
    history: tuple[HistoryConfig, ...] = ()
    stages: dict[str, Annotated[StageConfig, BeforeValidator(_long_stage)]] = {}
    product_lines: TableConfig | None = None
    accounts: TableConfig | None = None
    contact_roles: TableConfig | None = None
    leads: TableConfig | None = None
    campaigns: TableConfig | None = None
    activities: TableConfig | None = None
    people: TableConfig | None = None
    territories: TableConfig | None = None
    products: TableConfig | None = None
    targets: TableConfig | None = None
    forecasts: TableConfig | None = None
    adjustments: TableConfig | None = None


class TrackerConfig(Model):
    """Which deals of a source are open, and what their columns say once they are won."""

    source: Name
    open: Expression
    won: dict[Name, Text] = Field(min_length=1)


class LimitsConfig(Model):
    """How much a file may unpack to, in MiB."""

    unpacked_mib: WholeNumber = 4096


class WorkspaceConfig(Model):
    """The whole of attain.yaml. The calendar is checked by the room that keeps periods."""

    name: Text = Text("")
    currency: Currency
    time_zone: TimeZone = Text("UTC")
    today: Day | None = None
    demo: bool = False
    calendar: Annotated[Any, WithJsonSchema({"type": "object"})] = None
    sources: dict[Name, SourceConfig] = {}
    roster: TableConfig | None = None
    targets: TableConfig | None = None
    fx: RatesConfig | None = None
    tracker: TrackerConfig | None = None
    closing: ClosingConfig = ClosingConfig()
    pipeline: PipelineConfig | None = None
    limits: LimitsConfig = LimitsConfig()

    @property
    def calendar_node(self) -> Node | None:
        """The calendar as written, with its places."""
        return self.calendar if isinstance(self.calendar, (YamlMap, Text)) else None
