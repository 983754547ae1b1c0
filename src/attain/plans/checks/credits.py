"""Credits: the source and its columns, the date, the value, who receives it, and shares that add up."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

from attain.credits import Credit, Recipient
from attain.credits.everybody import Everybody
from attain.credits.first_of import FirstOf
from attain.credits.manager_of import ManagerOf
from attain.credits.owner import Owner
from attain.credits.problems import (
    NO_DATE_COLUMN,
    NO_KEY,
    NO_SOURCE,
    NO_SPLIT_TABLE,
    NO_VALUE,
    NOT_A_PAYEE_COLUMN,
    SHARES,
)
from attain.credits.shares import Shares
from attain.credits.split import Split
from attain.credits.team import Team, seller_column
from attain.diagnostics import Diagnostic, Place
from attain.documents import Text, instead_of, place_of
from attain.plans.checks.expressions import Checker, names_in
from attain.plans.checks.surroundings import Surroundings
from attain.plans.vocabulary import Vocabulary
from attain.sources import SourceTable
from attain.targets.values.numerals import percent_text

_NAMES_PAYEES = ("payee", "text")
_SHARE_KINDS = ("percent", "decimal")


def credit_problems(around: Surroundings) -> Iterator[Diagnostic]:
    """Check every crediting rule where it is written out."""
    seen: list[Credit] = []
    for name, rule in around.rules.items():
        if not any(rule is other for other in seen):
            seen.append(rule)
            yield from _of_rule(rule, around.source_of(name), around.vocabulary(name), around)


def _of_rule(
    rule: Credit, source: SourceTable | None, vocabulary: Vocabulary | None, around: Surroundings
) -> Iterator[Diagnostic]:
    if source is None:
        fix = instead_of(rule.source, around.sources, "the sources are")
        yield Diagnostic.of(NO_SOURCE, rule.source.place, f"there is no source '{rule.source}'", fix)
    row = Checker(vocabulary.row() if vocabulary else None)
    person = Checker(vocabulary.person() if vocabulary else None)
    yield from (person if reads_people(rule.where) else row).condition(rule.where)
    yield from row.day(rule.dated)
    yield from Checker(vocabulary.worth() if vocabulary else None).number(rule.value)
    yield from _fixed_shares(rule)
    if source is not None:
        yield from _key(rule, source)
        yield from _defaults(rule, source)
        yield from RecipientCheck(source, rule.value_place("to"), row, person).problems(rule.to)


def _key(rule: Credit, source: SourceTable) -> Iterator[Diagnostic]:
    """Without a key nobody would notice a row that an export has twice."""
    if not source.key:
        what = f"source '{source.name}' has no 'key', and its rows are credited"
        fix = "name the columns that tell its rows apart in attain.yaml, such as key: [id]"
        yield Diagnostic.of(NO_KEY, rule.source.place, what, fix)


def _defaults(rule: Credit, source: SourceTable) -> Iterator[Diagnostic]:
    """The source's own date and amount stand in for what the rule leaves out."""
    if rule.dated is None and (source.as_of is None or not _is(source, source.as_of, ("date",))):
        what = f"the credit has no 'dated', and source '{source.name}' has no 'as_of'"
        fix = "name the date, such as dated: close_date, or set 'as_of' for the source in attain.yaml"
        yield Diagnostic.of(NO_DATE_COLUMN, rule.place, what, fix)
    if rule.value is None and not _is(source, "amount", ("money", "count", "decimal", "percent")):
        what = f"the credit has no 'value', and source '{source.name}' has no column 'amount'"
        fix = "say what a row is worth, such as value: price"
        yield Diagnostic.of(NO_VALUE, rule.place, what, fix)


def _is(source: SourceTable, column: str, kinds: tuple[str, ...]) -> bool:
    return column in source.columns and source.columns[column].kind in kinds


def reads_people(text: Text | None) -> bool:
    """Say whether an expression reads an attribute of a payee, so that it can be told only once one is known."""
    return any(name.split(".")[0] in {"payee", "seller"} for name in names_in(text))


# recipients


@dataclass(frozen=True)
class RecipientCheck:
    """Checks who receives the rows of one source.

    Attributes:
        source: the source.
        place: where the recipients are written.
        row, person: read expressions over the row, and over the row and the payee.
    """

    source: SourceTable
    place: Place
    row: Checker
    person: Checker

    def problems(self, to: Recipient) -> Iterator[Diagnostic]:
        """Find what is wrong with the recipients of a rule."""
        match to:
            case Owner():
                yield from _payee_column(to.column, self.source, self.place)
            case Split():
                yield from _split_table(to.split, self.source)
            case Shares():
                for column in to.shares:
                    yield from _payee_column(column, self.source, to.key_place(column))
            case ManagerOf():
                yield from self._manager_of(to)
            case FirstOf():
                for number, choice in enumerate(to.first_of):
                    yield from _payee_column(choice.to, self.source, self.place, f"first_of[{number}]: ")
                    yield from self.row.condition(choice.when)
            case Team():
                yield from self._team(to)
            case Everybody():
                pass

    def _manager_of(self, to: ManagerOf) -> Iterator[Diagnostic]:
        # The word stands for the child table here too: {manager_of: split}.
        name = Text.at("splits", place_of(to.manager_of)) if to.manager_of == "split" else to.manager_of
        if name in self.source.children:
            yield from _split_table(name, self.source)
        else:
            yield from _payee_column(to.manager_of, self.source, self.place)

    def _team(self, to: Team) -> Iterator[Diagnostic]:
        yield from self.person.word(to.team)
        seller = seller_column(self.source.columns)
        if reads_people(to.team) and (seller is None or not _is(self.source, seller, _NAMES_PAYEES)):
            what = f"'{to.team}' is read for the owner, and source '{self.source.name}' has no column 'owner'"
            fix = "name the payee column 'owner' in attain.yaml, or use a column that holds the team"
            yield Diagnostic.of(NOT_A_PAYEE_COLUMN, place_of(to.team), what, fix)


def _payee_column(column: str, source: SourceTable, place: Place, label: str = "") -> Iterator[Diagnostic]:
    """A payee is named by a column of the type payee, or of the type text."""
    if _is(source, str(column), _NAMES_PAYEES):
        return
    place = place_of(column) if place_of(column).file else place
    people = [name for name, kind in source.columns.items() if kind.kind == "payee"]
    people = people or [name for name, kind in source.columns.items() if kind.is_text]
    if column in source.columns:
        what = f"{label}'{column}' is a column of the type {source.columns[column].kind}, and names nobody"
        fix = f"the columns that name payees are {', '.join(people)}" if people else "give it the type payee"
    else:
        what = f"{label}'{column}' is not a column of '{source.name}'"
        fix = instead_of(column, people, "the columns that name payees are")
        fix = f"write {{split: {column}}} to read the child table" if column in source.children else fix
    yield Diagnostic.of(NOT_A_PAYEE_COLUMN, place, what, fix)


def _split_table(name: Text, source: SourceTable) -> Iterator[Diagnostic]:
    child = source.children.get(name)
    if child is None:
        what = f"source '{source.name}' has no child table '{name}'"
        fix = f"declare it in attain.yaml: children: {{{name}: {{.., columns: {{payee: payee, share: percent}}}}}}"
        fix = instead_of(name, source.children, "its children are") if source.children else fix
        yield Diagnostic.of(NO_SPLIT_TABLE, place_of(name), what, fix)
        return
    wanted: Mapping[str, tuple[str, ...]] = {"payee": _NAMES_PAYEES, "share": _SHARE_KINDS}
    optional: Mapping[str, tuple[str, ...]] = {"quota_share": _SHARE_KINDS, "overlay": ("bool",)}
    for column, kinds in {**wanted, **optional}.items():
        if column not in child.columns and column in wanted:
            what = f"the child table '{name}' has no column '{column}'"
            yield Diagnostic.of(NO_SPLIT_TABLE, place_of(name), what, f"map one to it, with the type {kinds[0]}")
        elif column in child.columns and child.columns[column].kind not in kinds:
            what = f"the column '{column}' of the child table '{name}' is of the type {child.columns[column].kind}"
            yield Diagnostic.of(NO_SPLIT_TABLE, place_of(name), what, f"give it the type {kinds[0]}")


def _fixed_shares(rule: Credit) -> Iterator[Diagnostic]:
    """Pay shares of those who are no overlay add up to the whole deal."""
    if not isinstance(rule.to, Shares):
        return
    by_column = rule.to.by_column()
    for column, share in by_column.items():
        if share.pay.value < 0 or share.quota_value < 0:
            place = rule.to.key_place(column)
            yield Diagnostic.of(SHARES, place, f"the share of '{column}' is below 0", "write a percent of 0 or more")
    ordinary = [share.pay.value for share in by_column.values() if not share.overlay]
    total = sum(ordinary, Fraction(0))
    if ordinary and total != 1:
        gap = percent_text(abs(1 - total))
        missing = f"{gap} is missing: add a payee" if total < 1 else f"{gap} is too much: take it from a share"
        what = f"the shares sum to {percent_text(total)}"
        yield Diagnostic.of(SHARES, rule.value_place("to"), what, f"{missing}, or mark one as overlay: true")
