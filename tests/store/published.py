"""Published examples as workspaces: what is known grows month by month, as the files of a company do."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from io import StringIO
from pathlib import Path
from typing import Any

import polars as pl
from ruamel.yaml import YAML

from attain.documents import YamlMap, read_yaml, validate
from attain.expressions import ColumnType
from attain.periods import Calendar
from attain.plans import plan_of
from attain.plans.model import Example
from attain.questions.examples.given import ONLY_PAYEE, Given, Setting, read_given
from attain.runs import Results, calculate
from attain.sources import WorkspaceConfig, texts_of

GOLDEN = Path(__file__).parents[1] / "golden"


@dataclass(frozen=True)
class Published:
    """One example of a golden case.

    Attributes:
        case, number: the file's name, and which of its examples.
        given: its facts and plan.
        example: what the page says.
        results: of the kernel, of all the facts at once.
        config: attain.yaml, as the case has it.
    """

    case: str
    number: int
    given: Given
    example: Example
    results: Results
    config: WorkspaceConfig

    @property
    def periods(self) -> list[tuple[str, date]]:
        """The pay periods up to the last that the page speaks of: name, and the day after the last."""
        named = self.results.tables["periods"].unique("period_id").sort("starts_on", "ends_before")
        paid = named.join(self.results.tables["payments"].select("period_id").unique(), on="period_id", how="semi")
        last = max([*self.paid, *self.balance], default=str(paid["period_id"][-1]))
        upto = paid.select("period_id", "ends_before").rows()
        names = [name for name, _ in upto]
        return upto[: names.index(last) + 1]

    @property
    def paid(self) -> dict[str, int]:
        """What the page pays by period, in minor units; from what it releases, where it says nothing else."""
        return self._by_period("paid") or self.released

    @property
    def balance(self) -> dict[str, int]:
        """The balance of a draw that the page prints after a period."""
        return self._by_period("balance")

    @property
    def released(self) -> dict[str, int]:
        """What the page releases by month."""
        found: dict[str, int] = {}
        for key, rows in self.example.expect.items():
            for day, amount in rows if str(key).startswith("released.") else ():
                month = str(day)[:7]
                found[month] = found.get(month, 0) + minor(amount)
        return found

    @property
    def held_in_all(self) -> int | None:
        """What is earned by components of which the page says what is released; None where it says nothing."""
        names = [str(key).removeprefix("released.") for key in self.example.expect if str(key).startswith("released.")]
        return sum(minor(self.example.expect[name]) for name in names) if names else None

    def _by_period(self, key: str) -> dict[str, int]:
        said = self.example.expect.get(key)
        return {str(period): minor(amount) for period, amount in said.items()} if isinstance(said, Mapping) else {}

    def write(self, folder: Path, before: date) -> None:
        """Write the workspace as it is known on the day before another."""
        for name in ("data", "plans"):
            (folder / name).mkdir(parents=True, exist_ok=True)
        for file in (folder / "plans").iterdir():
            file.unlink()
        raw = YAML().load((GOLDEN / f"{self.case}.yaml").read_text("utf-8"))
        settings, plan = raw["workspace"], raw["plan"]
        for name, source in settings["sources"].items():
            source["file"] = f"data/{name}.csv"
            self._rows(name, before).write_csv(folder / source["file"])
        people = plan["examples"][self.number]["given"].get("payees", [{"payee": ONLY_PAYEE}])
        settings["roster"] = {**settings.get("roster", {}), "file": "data/roster.csv"}
        pl.DataFrame([{name: str(said) for name, said in one.items()} for one in people]).write_csv(
            folder / "data" / "roster.csv"
        )
        del plan["examples"]
        for file, text in (("attain.yaml", settings), ("plans/plan.yaml", plan)):
            written = StringIO()
            YAML().dump(text, written)
            (folder / file).write_text(written.getvalue(), encoding="utf-8")

    def _rows(self, name: str, before: date) -> pl.DataFrame:
        """A source's rows that are dated before a day; a day that is to come is not known yet."""
        table, config = self.given.facts.sources[name], self.config.sources[name]
        texts = texts_of(table)
        days = [str(column) for column, kind in config.columns.items() if kind.type == "date"]
        rows = texts.filter(pl.col(str(config.as_of)) < str(before))
        return rows.with_columns(pl.when(pl.col(day) < str(before)).then(day) for day in days)


def minor(amount: Any) -> int:
    """Return a printed amount in cents."""
    return int(Fraction(str(amount)) * 100)


def examples_of(case: str) -> list[Published]:
    """Read the examples of a golden case; targets and currencies are not written."""
    file = f"{case}.yaml"
    node, _ = read_yaml((GOLDEN / file).read_text("utf-8"), file)
    assert isinstance(node, YamlMap)
    config, _ = validate(WorkspaceConfig, node["workspace"], file)
    plan, _ = plan_of(node["plan"], file)
    assert config is not None
    assert plan is not None
    columns = config.roster.columns if config.roster is not None else {}
    types = {str(name): ColumnType(column.type) for name, column in columns.items()}
    setting = Setting(plan, config, Calendar(), types)
    found: list[Published] = []
    for number, example in enumerate(plan.examples):
        assert not {"targets", "fx", "tables"} & {str(name) for name in example.given}, "they are not written here"
        given, _ = read_given(setting, example)
        results = calculate(given.facts, [given.plan], given.targets)
        found.append(Published(case, number, given, example, results, config))
    return found
