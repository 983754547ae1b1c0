"""Names: each means one thing, and what a reference names exists."""

import pytest

from attain.plans import check_together, read_plan
from tests.plans.marked import HEAD, check_marked

RATE = "rate: 8%"


def test_names_that_mean_two_things() -> None:
    marked = """
        targets:
          ‹amount›: {amount: 100000, per: quarter}
          ‹value›: {amount: 100000, per: quarter}
        measures:
          ‹value›: {sum: amount, credit: commission, per: quarter}
          ‹payee›: {sum: amount, credit: commission, per: quarter}
        components:
          commission: {credit: {source: deals}, rate: 8%, modifiers: [{gate: units >= 2}]}
          ‹units›: {credit: commission, rate: 1%}
          ‹value›: {credit: commission, rate: 1%}
    """
    found = check_marked(marked, *["PLAN103"] * 6)
    assert [d.what for d in found] == [
        "'amount' is a column of 'deals' and also a target",
        "'value' is a word of every expression and also a target",
        "'value' is a target and also a measure",
        "'payee' is a word of every expression and also a measure",
        "'units' is a column of 'deals' and also a component",
        "'value' is a target and also a component",
    ]


def test_a_measure_a_component_and_a_table_may_have_the_name_of_a_column_that_no_pay_and_no_modifier_reads() -> None:
    check_marked("""
        tables:
          type: {New: 2%, else: 1%}
        measures:
          units: {sum: units, credit: amount, per: quarter}
        components:
          amount:
            credit: {source: deals, value: amount}
            rate: "lookup('type', 'New')"
            modifiers: [{gate: units.amount >= 10}]
    """)


def test_a_column_of_a_source_that_is_not_used_takes_no_name() -> None:
    check_marked("""
        targets:
          visitors: {amount: 100000, per: quarter}
        components:
          commission:
            credit: {source: deals}
            measure: {sum: value, per: quarter, against: visitors}
            rate: 8%
    """)


def test_references_that_lead_nowhere() -> None:
    marked = """
        targets:
          quota: {amount: 100000, per: quarter}
        measures:
          bookings: {sum: amount, credit: [commission, ‹comission›], per: quarter, against: ‹quotta›}
          ‹idle›: {sum: amount, per: quarter}
        components:
          commission:
            credit: {source: deals}
            measure: ‹booking›
            rate: 8%
          again: {credit: ‹comision›, rate: 1%}
          shared:
            credit: commission
            measure: {sum: value, per: month}
            rate: 1%
          sharing: {credit: commission, measure: ‹shared›, rate: 1%}
    """
    found = check_marked(marked, "MEAS102", "MEAS103", "MEAS102", "MEAS101", "PLAN104", "MEAS101")
    assert [d.fix for d in found[:2]] == ["did you mean 'commission'?", "did you mean 'quota'?"]
    assert found[3].fix == "did you mean 'bookings'?"
    assert found[5].fix == "move the measure of component 'shared' to 'measures:', so that both can name it"


def test_the_first_target_is_told_where_there_is_none() -> None:
    (found,) = check_marked(
        """
        components:
          commission:
            credit: {source: deals}
            measure: {sum: value, per: quarter, against: ‹quota›}
            rate: 8%
        """,
        "MEAS103",
    )
    assert found.fix == "add it under 'targets:', such as quota: {amount: 100000, per: quarter}"


def test_a_circle_is_told_once_and_what_leads_into_it_is_not() -> None:
    marked = """
        components:
          into: {credit: first, rate: 1%}
          first: {credit: ‹second›, rate: 1%}
          second: {credit: first, rate: 1%}
          alone: {credit: ‹alone›, rate: 1%}
          fine: {credit: {source: deals}, rate: 1%}
    """
    found = check_marked(marked, "MEAS104", "MEAS104")
    assert [d.what for d in found] == [
        "the credits run in a circle: first → second → first",
        "the credits run in a circle: alone → alone",
    ]


@pytest.mark.parametrize(
    ("line", "what"),
    [
        ("alongside: [manager, menager]", "'alongside' names 'menager', and there is no such plan"),
        ("alongside: [account_executive]", "'alongside' names the plan itself"),
        ("continues: executive_2025", "'continues' names 'executive_2025', and there is no such plan"),
    ],
)
def test_plans_name_plans_that_exist(line: str, what: str) -> None:
    body = "components:\n  commission: {credit: {source: deals}, rate: 8%}\n"
    plan, _ = read_plan(f"{HEAD}{line}\n{body}", "executive.yaml")
    manager, _ = read_plan(f"{HEAD.replace('account_executive', 'manager')}{body}", "manager.yaml")
    assert plan is not None
    assert manager is not None
    (found,) = check_together([plan, manager])
    assert (found.code, found.what, found.where.line) == ("PLAN104", what, 4)
    assert check_together([manager]) == []
