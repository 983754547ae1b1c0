"""Credits: the source, the date, the value, the recipients and their shares."""

import pytest

from tests.plans.marked import check_marked

CREDITS = {
    "an unknown source": ("{source: ‹deal›}", "CRED101"),
    "a source without a date": ("‹{source: visits, value: visitors, to: person}›", "CRED112"),
    "a source without an amount": ("‹{source: reviews}›", "CRED103"),
    "neither": ("‹›‹{source: visits, to: person}›", "CRED103", "CRED112"),
    "no owner column": ("‹{source: visits, dated: visited_on, value: visitors}›", "CRED108"),
    "a condition that is none": ("{source: deals, where: ‹amount›}", "EXPR205"),
    "an unknown column": ("{source: deals, where: ‹amont› > 0}", "EXPR201"),
    "a date that is none": ("{source: deals, dated: ‹amount›}", "EXPR205"),
    "a value that is none": ("{source: deals, value: ‹type›}", "EXPR205"),
    "people in the value": ("{source: deals, value: amount * ‹payee.commission›}", "EXPR201"),
    "people in the condition": ("{source: deals, where: payee.title = 'AE' and type = 'New'}",),
    "the value in a condition on people": ("{source: deals, where: payee.title = 'AE' and ‹value› > 1}", "EXPR201"),
    "a misspelt owner": ("{source: deals, to: ‹ownr›}", "CRED108"),
    "an owner that is a number": ("{source: deals, to: ‹units›}", "CRED108"),
    "an owner that is a text": ("{source: deals, to: type}",),
    "an expression as owner": ("{source: deals, to: ‹owner || type›}", "CRED108"),
    "a child as owner": ("{source: deals, to: ‹splits›}", "CRED108"),
    "the child of splits": ("{source: deals, to: split}",),
    "no child": ("{source: reviews, value: score, to: ‹split›}", "CRED106"),
    "an unknown child": ("{source: deals, to: {split: ‹split›}}", "CRED106"),
    "a child without shares": ("{source: deals, to: {split: ‹›‹receipts›}}", "CRED106", "CRED106"),
    "shares": ("{source: deals, to: {owner: 60%, sdr: {pay: 40%, quota: 0%}}}",),
    "shares of less": ("{source: deals, to: ‹{owner: 60%, sdr: 30%}›}", "CRED105"),
    "shares of more": ("{source: deals, to: ‹{owner: 60%, sdr: 50%}›}", "CRED105"),
    "an overlay outside": ("{source: deals, to: {owner: 100%, sdr: {pay: 30%, overlay: true}}}",),
    "nothing but an overlay": ("{source: deals, to: {sdr: {pay: 30%, overlay: true}}}",),
    "a negative share": ("{source: deals, to: {owner: 110%, ‹sdr›: -10%}}", "CRED105"),
    "a share of nobody": ("{source: deals, to: {owner: 60%, ‹sdrr›: 40%}}", "CRED108"),
    "managers": ("{source: deals, to: {manager_of: owner, levels: 2}}",),
    "managers of a split": ("{source: deals, to: {manager_of: split}}",),
    "managers of nobody": ("{source: deals, to: {manager_of: ‹amount›}}", "CRED108"),
    "a team": ("{source: deals, to: {team: payee.team}}",),
    "a team that is no text": ("{source: deals, to: {team: ‹amount›}}", "EXPR205"),
    "the team of the only person named": (
        "{source: visits, dated: visited_on, value: visitors, to: {team: payee.team}}",
    ),
    "everybody": ("{source: visits, dated: visited_on, value: visitors, to: everybody}",),
    "a word too many": ("{source: deals, to: {team: payee.team, ‹levels›: 2}}", "YAML107"),
    "rules in order": ("{source: deals, to: {first_of: [sdr, {to: owner, when: type = 'New'}]}}",),
    "a rule that names nobody": ("{source: deals, to: {first_of: [sdr, ‹amount›]}}", "CRED108"),
    "a rule without a condition": ("{source: deals, to: {first_of: [{to: owner, when: ‹type›}]}}", "EXPR205"),
}


@pytest.mark.parametrize("case", CREDITS)
def test_a_credit_is_checked(case: str) -> None:
    credit, *codes = CREDITS[case]
    pay = "{kind: per_unit, pay: 1}" if "visits" in credit or "reviews" in credit else "1%"
    check_marked(f"components:\n  commission:\n    credit: {credit}\n    rate: {pay}\n", *codes)


def test_a_rule_that_is_used_twice_is_told_once() -> None:
    marked = """
        components:
          commission: {credit: {source: deals, to: ‹ownr›}, rate: 8%}
          bonus: {credit: commission, rate: 1%}
    """
    check_marked(marked, "CRED108")


def test_the_fix_names_the_payees() -> None:
    (found,) = check_marked(
        "components:\n  commission: {credit: {source: deals, to: {owner: 50%, ‹units›: 50%}}, rate: 8%}\n", "CRED108"
    )
    assert found.what == "'units' is a column of the type count, and names nobody"
    assert found.fix == "the columns that name payees are owner, sdr"


def test_an_expression_of_several_lines_is_told_where_the_word_stands() -> None:
    marked = """
        components:
          commission:
            credit:
              source: deals
              where: amount > 0 and
                ‹amont› < 100
              dated: >
                start_of(month,
                  ‹closed_on›)
              value: "amount - ‹costs›"
            rate: 8%
    """
    check_marked(marked, "EXPR201", "EXPR201", "EXPR201")
