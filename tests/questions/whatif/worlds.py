"""Random plans with questions about them, and the same questions asked by changing the files."""

import copy
import random
import tempfile
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from attain.questions.whatif.asking import Answers, WhatIf
from attain.questions.whatif.edits import Edit
from attain.runs import Opened, Results, calculate_opened, open_workspace
from tests.parity.case import Case
from tests.parity.generate import generate
from tests.parity.workspace import write_workspace

Earned = dict[tuple[str, str], int]


@dataclass(frozen=True)
class World:
    """A random plan with its facts, calculated."""

    case: Case
    opened: Opened
    results: Results

    @classmethod
    def of(cls, case: Case) -> "World":
        with tempfile.TemporaryDirectory() as folder:
            place = Path(folder) / "workspace"
            write_workspace(case, place)
            opened = open_workspace(place)
        return cls(case, opened, calculate_opened(opened))

    @classmethod
    def random(cls, seed: int) -> "World":
        return cls.of(generate(seed))

    def payees(self) -> list[str]:
        return self.results.tables["earnings"]["payee_id"].unique().sort().to_list()


def dice_of(seed: int) -> random.Random:
    return random.Random(seed)  # noqa: S311 -- cases must come back with their seed


def key_of(source: dict, row: dict) -> str:
    return "/".join(row[column] for column in source["key"])


def questions(world: World, dice: random.Random) -> list[tuple[list[Edit], Case]]:
    """Deals taken away, changed and added; each with the case in which the files say so."""
    found: list[tuple[list[Edit], Case]] = []
    for name, source in world.case.facts["sources"].items():
        if len(source["rows"]) < 4 or "as_of" not in source:
            continue
        money = [c for c, kind in source["columns"].items() if kind in {"money", "count"}]
        one, other, third = dice.sample(range(len(source["rows"])), 3)
        changed = copy.deepcopy(world.case)
        rows = changed.facts["sources"][name]["rows"]
        values = {c: rows[other].get(c) or "" for c in money if rows[other].get(c) and rows[one].get(c)}
        edits = [Edit.change(name, key_of(source, rows[one]), values), Edit.remove(name, key_of(source, rows[third]))]
        rows[one] |= values
        gone = rows.pop(third)
        for child in changed.facts["sources"][name]["children"].values():
            key = child["key"]
            child["rows"] = [row for row in child["rows"] if row[key] != gone[key]]
        found.append((edits, changed))
        added = copy.deepcopy(world.case)
        rows = added.facts["sources"][name]["rows"]
        new = rows[one] | {source["key"][0]: "zz-new"}
        children: dict[str, list[dict[str, str]]] = {}
        for child, table in added.facts["sources"][name]["children"].items():
            key = table["key"]
            copies = [row | {key: "zz-new"} for row in table["rows"] if row[key] == rows[one][key]]
            table["rows"] += copies
            children[child] = [{c: v for c, v in row.items() if v} for row in copies]
        rows.append(new)
        found.append(([Edit.add(name, {c: v for c, v in new.items() if v}, children)], added))
    return found


def earned(frame: pl.DataFrame) -> Earned:
    """What is earned by component and pay period, without nothings."""
    sums = frame.group_by("component_id", "period_id").agg(pl.col("earning_amount").sum())
    return {(c, p): amount for c, p, amount in sums.iter_rows() if amount}


def answered(answers: Answers, number: int) -> Earned:
    return earned(answers.earnings.filter(pl.col("scenario") == number))


def paid(frame: pl.DataFrame) -> dict[str, int]:
    return {p: amount for p, amount in frame.group_by("period_id").agg(pl.col("paid").sum()).iter_rows() if amount}


def paid_answer(answers: Answers, number: int) -> dict[str, int]:
    return paid(answers.payments.filter(pl.col("scenario") == number))


def asked(world: World, payee: str) -> WhatIf:
    return WhatIf.of(world.opened, world.results, payee)
