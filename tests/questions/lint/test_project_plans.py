"""The plans of the project: every finding in them is defended in defended.yaml, with the reason why it stands."""

from collections import defaultdict

import pytest

from attain.documents import read_yaml
from attain.money import minor_digits
from attain.plans.checks.surroundings import Surroundings
from attain.questions.checking import check_opened, linted
from attain.questions.lint import Context, findings_of
from attain.runs import open_workspace
from tests.plans.workspaces import ROOT, plans_of_the_project
from tests.questions.lint.planting import HERE

Codes = dict[str, set[str]]
NODE, _ = read_yaml((HERE / "defended.yaml").read_text("utf-8"), "defended.yaml")
assert isinstance(NODE, dict)
EVERYWHERE: dict[str, str] = {code: str(reason) for code, reason in NODE["everywhere"].items()}
DEFENDED: Codes = {str(name): set(reasons) for name, reasons in NODE["plans"].items()}


@pytest.fixture(scope="module")
def found() -> Codes:
    """The codes that are found in each plan."""
    listed: Codes = defaultdict(set)
    for name, plan, workspace in plans_of_the_project():
        digits = minor_digits(plan.currency_code)
        around = Surroundings(plan, workspace.sources, workspace.roster_columns, workspace.calendar, digits)
        listed[name] |= {finding.code for finding in findings_of(Context(around))}
    return listed


def test_every_finding_is_defended(found: Codes) -> None:
    """Correct the plan, or say in defended.yaml why it is meant."""
    open_ones = {name: codes - set(EVERYWHERE) - DEFENDED.get(name, set()) for name, codes in found.items()}
    assert {name: codes for name, codes in open_ones.items() if codes} == {}


def test_nothing_is_defended_that_is_not_found(found: Codes) -> None:
    assert {name: codes - found[name] for name, codes in DEFENDED.items() if codes - found[name]} == {}
    assert set(EVERYWHERE) <= set().union(*found.values())


def test_every_defence_gives_a_reason() -> None:
    reasons = [str(reason) for entries in NODE["plans"].values() for reason in entries.values()]
    assert all(len(reason.split()) >= 6 for reason in [*reasons, *EVERYWHERE.values()])


def test_the_demo_has_no_finding_on_its_orders() -> None:
    opened = open_workspace(ROOT / "demo" / "adventure_works")
    checked = linted(opened, check_opened(opened))
    assert checked.results is not None
    assert checked.diagnostics == []
