"""How a plan names recipients: which kind each way of writing it is."""

import pytest

from attain.credits.first_of import FirstOf
from attain.credits.manager_of import ManagerOf
from attain.credits.model import Credit
from attain.credits.owner import Owner
from attain.credits.shares import Shares
from attain.credits.split import Split
from attain.credits.team import Team
from attain.documents import read_yaml, validate
from tests.credits.receiving import credit


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("rep", Owner),
        ("split", Split),
        ("{split: shares_of}", Split),
        ("{ae: 60%, sdr: 40%}", Shares),
        ("{manager_of: owner}", ManagerOf),
        ("{team: payee.team}", Team),
        ("{first_of: [partner, owner]}", FirstOf),
    ],
)
def test_the_kind_is_told_by_how_it_is_written(text: str, kind: type) -> None:
    assert isinstance(credit(text).to, kind)


def test_the_owner_receives_when_nothing_is_said() -> None:
    node, _ = read_yaml("source: deals", "plan.yaml")
    assert node is not None
    made, problems = validate(Credit, node, "plan.yaml")
    assert not problems
    assert made is not None
    assert isinstance(made.to, Owner)
    assert str(made.to.column) == "owner"
    assert (made.where, made.dated, made.value) == (None, None, None)


@pytest.mark.parametrize(
    "text",
    ["{first_of: []}", "{manager_of: owner, levels: 0}", "{manager_of: owner, levels: 21}", "{ae: half}", "[ana]"],
)
def test_what_is_not_understood_is_said_with_its_place(text: str) -> None:
    node, _ = read_yaml(f"source: deals\nto: {text}", "plan.yaml")
    assert node is not None
    made, problems = validate(Credit, node, "plan.yaml")
    assert made is None
    assert [(problem.code, problem.where.line) for problem in problems] == [("YAML109", 2)]
