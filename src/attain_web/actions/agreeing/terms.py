"""The terms that a payee accepts: the text of a plan, and what the target table says of them.

Terms are named by two hashes: that of the plan's text, and that of the rows of the target table that name the payee or
their title, with what the plan's targets read of their roster rows. One of them changes, and it is another thing that
was accepted.
"""

import json
import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

import polars as pl

from attain.plans import Plan
from attain.runs import Opened, open_workspace
from attain.runs.inputs.facts import Findings
from attain.runs.planning import PlanRun
from attain.sources import texts_of
from attain_web.actions.acting import ENGINE, Refused
from attain_web.actions.calculating.inputs import Inputs, columns_at, known_at, pinned
from attain_web.actions.calculating.versions import state_of
from attain_web.actions.delegating import absent_users
from attain_web.actions.people import payees_of
from attain_web.store.models import Batch, PlanVersion

_ROSTER_COLUMN = re.compile(r"\bpayee\.(\w+)")
_ALWAYS = ("name", "payee", "title", "to")


@dataclass(frozen=True)
class Terms:
    """What one payee is to accept of one plan.

    Attributes:
        plan: the plan's name.
        payee_id: whose.
        plan_hash: of the plan's text.
        targets: the rows of the target table that are theirs, as texts.
        targets_hash: of those rows.
    """

    plan: str
    payee_id: str
    plan_hash: str
    targets: tuple[Mapping[str, str], ...]
    targets_hash: str

    @property
    def said(self) -> dict[str, str]:
        """What a step keeps of them."""
        return {"plan_hash": self.plan_hash, "targets_hash": self.targets_hash}

    @property
    def shown(self) -> str:
        """What a page that showed them gives back, so that nobody accepts what they did not see."""
        return f"{self.plan_hash}/{self.targets_hash}"

    @property
    def thing_id(self) -> str:
        """The name of their acceptance."""
        return f"{self.plan}/{self.payee_id}"


def terms_in(workspace: Path, inputs: Inputs, findings: Findings | None = None) -> list[Terms]:
    """Return the terms of everybody on the plans of some inputs, by plan and payee; no deal is read.

    Args:
        workspace: whose.
        inputs: the plans, and the batch whose roster and targets are read.
        findings: where what is wrong with the plans goes, by which nobody is on them.

    Raises:
        Refused: attain.yaml or the roster cannot be read.
    """
    batch_no = inputs.batch.batch_no
    with pinned(workspace, inputs) as folder:
        standard = {"roster", "targets", "fx"}
        deals = [name for name in columns_at(batch_no) if name not in standard]
        opened = open_workspace(folder, inputs.as_of, known_at(batch_no, without=deals))
    if opened.facts is None:
        raise Refused("who is on which plan cannot be read", "see 'attain check'")
    hashes, problems = {plan.plan: plan.hash for plan in inputs.plans}, findings or Findings()
    found = [one for plan in opened.plans for one in _of_plan(opened, plan, hashes[str(plan.plan)], problems)]
    return sorted(found, key=lambda one: (one.plan, one.payee_id))


def paid_by(workspace: Path, version: PlanVersion) -> frozenset[str]:
    """Return the payees whom a version of a plan pays on any of its days, as the newest batch has the roster.

    Nobody is, before anything was loaded.

    Raises:
        Refused: attain.yaml or the roster cannot be read, or the plan reads what the roster does not have.
    """
    newest = Batch.objects.using(ENGINE).order_by("-batch_no").first()
    if newest is None:
        return frozenset()
    findings = Findings()
    found = frozenset(one.payee_id for one in terms_in(workspace, Inputs(newest, (version,), None), findings))
    wrong = [one for one in findings.found if one.severity == "error"]
    if wrong:
        raise Refused(f"whom '{version.plan}' pays cannot be read: {wrong[0].what}", "load the roster that it reads")
    return found


def own_paid_by(workspace: Path, version: PlanVersion, user: str) -> frozenset[str]:
    """Return which of the payees whose pay is a user's, or theirs whom they stand in for, a version pays.

    It is asked before a step is offered; of a version that nobody may approve now they are none, nor where they cannot
    be read, which is said when the step is taken.
    """
    own = payees_of(user).union(*(payees_of(absent) for absent in absent_users(user)))
    if not own or state_of(version) != "in_review":
        return frozenset()
    try:
        return own & paid_by(workspace, version)
    except Refused:
        return frozenset()


def _of_plan(opened: Opened, plan: Plan, plan_hash: str, findings: Findings) -> Iterable[Terms]:
    assert opened.facts is not None
    run = PlanRun(plan, opened.facts, opened.targets, findings)
    inside = pl.col("ends_before") > plan.effective.from_
    if plan.effective.before is not None:
        inside &= pl.col("starts_on") < plan.effective.before
    rows = opened.facts.roster.rows.filter(run.members.is_member).filter(inside)
    table = texts_of(opened.loaded.targets) if opened.loaded.targets is not None else pl.DataFrame()
    read = {name for rule in plan.targets.values() for name in _ROSTER_COLUMN.findall(str(rule.target_amount or ""))}
    columns = sorted(read & set(rows.columns))
    for payee, own in rows.partition_by("payee", as_dict=True, maintain_order=True).items():
        payee_id = str(payee[0])
        targets = _rows_of(table, set(plan.targets), payee_id, set(own["title"].drop_nulls()))
        targets += [{name: str(value) for name, value in row.items()} for row in own.select(columns).to_dicts() if row]
        digest = sha256(json.dumps(targets, sort_keys=True, ensure_ascii=False).encode()).hexdigest()
        yield Terms(str(plan.plan), payee_id, plan_hash, tuple(targets), digest)


def _rows_of(table: pl.DataFrame, names: Collection[str], payee: str, titles: Collection[str]) -> list[dict[str, str]]:
    """The rows of the target table that are somebody's, without empty cells, in an order of their own."""
    if table.is_empty() or not names:
        return []
    table = table.with_columns(pl.lit(None, pl.String).alias(name) for name in _ALWAYS if name not in table.columns)
    theirs = (pl.col("payee") == payee) | (pl.col("to") == payee) | pl.col("title").is_in(list(titles))
    rows: list[dict[str, Any]] = table.filter(pl.col("name").is_in(list(names)) & theirs).to_dicts()
    said = [{name: text for name, text in row.items() if text is not None} for row in rows]
    return sorted(said, key=lambda row: json.dumps(row, sort_keys=True))
