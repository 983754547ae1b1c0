"""The messages that people will meet most, in the words of the language page, at the word they are about."""

import pytest

from tests.plans.marked import check_marked

MESSAGES = {
    "money for money": (
        """
        components:
          new_business:
            credit: {source: deals, value: amount}
            measure: {sum: value, per: quarter}
            rate: {kind: flat_rate, pay: ‹8›}
        """,
        "RATE204",
        "'pay: 8' would pay 8 USD for each USD of 'value'",
        "for a rate write 8%",
    ),
    "money for money, in the short form": (
        """
        components:
          new_business:
            credit: {source: deals}
            rate: ‹8›
        """,
        "RATE204",
        "'pay: 8' would pay 8 USD for each USD of 'value'",
        "for a rate write 8%",
    ),
    "a share of no target": (
        """
        targets:
          bookings: {amount: 100000, per: quarter}
        components:
          new_business:
            credit: {source: deals}
            measure: {sum: value, per: quarter}
            rate: {kind: whole_tiers, tiers: [{from: 0%, pay: 8%}, {from: ‹100%›, pay: 12%}]}
        """,
        "RATE202",
        "tier bound 100% is a share of a target, but measure 'new_business' has no 'against'",
        "add 'against: bookings' or write the bound as an amount",
    ),
    "one name for two things": (
        """
        targets:
          ‹arr›: {amount: 100000, per: quarter}
        components:
          new_business:
            credit: {source: deals, value: amount}
            measure: {sum: value, per: quarter, against: arr}
            rate: 8%
        """,
        "PLAN103",
        "'arr' is a column of 'deals' and also a target",
        "rename the target: a bare name is always a column",
    ),
    "slices of a ratio": (
        """
        components:
          margin:
            credit: {source: deals}
            measure: {ratio: amount - cost, over: amount, per: quarter}
            rate: {kind: ‹marginal_tiers›, tiers: [{from: 0%, pay: 1%}, {from: 30%, pay: 2%}]}
        """,
        "RATE206",
        "marginal_tiers slices a measure that adds up; 'ratio' goes up and down",
        "use whole_tiers or interpolated",
    ),
    "tiers that start late": (
        """
        targets:
          bookings: {amount: 100000, per: quarter}
        components:
          new_business:
            credit: {source: deals}
            measure: {sum: value, per: quarter, against: bookings}
            rate: {kind: marginal_tiers, tiers: [{from: ‹60%›, pay: 8%}]}
        """,
        "RATE208",
        "tiers start at 60%: below it pays nothing and that part is never paid back",
        "if reaching 60% should pay from the first dollar use whole_tiers",
    ),
    "a measure without a window": (
        """
        components:
          new_business:
            credit: {source: deals}
            ‹measure›: {sum: value}
            rate: 8%
        """,
        "YAML108",
        "'per' is missing",
        "say when it starts again from 0: month, quarter, year, transaction",
    ),
    "double quotes": (
        """
        components:
          new_business:
            credit: {source: deals, where: 'type = ‹"New"›'}
            rate: 8%
        """,
        "EXPR102",
        "'\"New\"': double quotes name a column in SQL",
        "write 'New' for a text; a column stands without quotes",
    ),
    "a text cut by braces": (
        """
        components:
          new_business:
            credit: {source: deals, where: type in ('New', 'Renewal'‹)›, value: amount}
            rate: 8%
        """,
        "YAML103",
        "the text was cut at a comma by the braces",
        "put the whole expression in double quotes, or write the mapping over several lines",
    ),
    "tiers out of order": (
        """
        targets:
          bookings: {amount: 100000, per: quarter}
        components:
          new_business:
            credit: {source: deals}
            measure: {sum: value, per: quarter, against: bookings}
            rate:
              kind: marginal_tiers
              tiers:
                - {from: 0%, pay: 5%}
                - {from: 100%, pay: 8%}
                - {from: ‹90%›, pay: 12%}
        """,
        "RATE201",
        "tiers[2].from 90% does not come after 100%",
        "use more than 100%, or reorder the tiers",
    ),
    "shares that miss a part": (
        """
        components:
          new_business:
            credit: {source: deals, to: ‹{owner: 60%, sdr: 30%}›}
            rate: 8%
        """,
        "CRED105",
        "the shares sum to 90%",
        "10% is missing: add a payee, or mark one as overlay: true",
    ),
}


@pytest.mark.parametrize("case", MESSAGES)
def test_the_message_is_the_one_of_the_language(case: str) -> None:
    marked, code, what, fix = MESSAGES[case]
    (found,) = check_marked(marked, code)
    assert (found.what, found.fix) == (what, fix)


def test_only_the_note_about_late_tiers_lets_a_plan_run() -> None:
    severities = {code: check_marked(marked, code)[0].severity for marked, code, _, _ in MESSAGES.values()}
    assert [code for code, severity in severities.items() if severity != "error"] == ["RATE208"]
