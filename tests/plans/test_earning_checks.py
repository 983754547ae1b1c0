"""What comes after the rate: modifiers, release, earned, clawback."""

import pytest

from tests.plans.marked import check_marked

QUOTA = "{sum: value, per: quarter, against: quota}"
AMOUNT = "{sum: value, per: quarter}"
MODIFIERS = {
    "a gate": (QUOTA, "gate: attainment >= 80%"),
    "a gate on amounts": (AMOUNT, "gate: measured >= 80000"),
    "a gate that is no condition": (QUOTA, "gate: ‹attainment›", "EXPR205"),
    "a gate without attainment": (AMOUNT, "gate: amount > 0 and ‹attainment› >= 80%", "EARN103"),
    "a gate without a measure": (None, "gate: ‹attainment› >= 80%", "EARN103"),
    "a gate on another measure": (AMOUNT, "gate: bookings.attainment >= 80% and other.amount > 5"),
    "a gate on a measure without a target": (AMOUNT, "gate: ‹other.attainment› >= 80%", "EARN103"),
    "a gate on an unknown measure": (AMOUNT, "gate: ‹bokings.attainment› >= 80%", "EXPR201"),
    "a gate that takes more": (QUOTA, "gate: {when: attainment > 1%, else: ‹-50%›}", "EARN104"),
    "a gate without its sign": (QUOTA, "gate: {when: attainment > 1%, else: ‹50›}", "YAML109"),
    "attainment compared with an amount": (QUOTA, "gate: attainment >= ‹80›", "EXPR203"),
    "a multiplier": (AMOUNT, "multiplier: {by: 150%, when: term_months >= 24}"),
    "a multiplier by a number": (AMOUNT, "multiplier: {by: 2, when: term_months >= 24}"),
    "a multiplier by attainment": (QUOTA, "multiplier: {by: ‹attainment›}", "RATE213"),
    "a multiplier by money": (AMOUNT, "multiplier: {by: ‹cost›}", "EXPR205"),
    "a multiplier below 0": (AMOUNT, "multiplier: {by: ‹-50%›}", "EARN104"),
    "a multiplier that divides": (AMOUNT, "multiplier: {by: ‹units / term_months›}", "RATE213"),
    "a multiplier without attainment": (AMOUNT, "multiplier: {by: ‹attainment›}", "EARN103"),
    "a kicker": (AMOUNT, "kicker: {add: 2%, when: type = 'New'}"),
    "a kicker of money": (AMOUNT, "kicker: {add: 25}"),
    "a kicker that is a text": (AMOUNT, "kicker: {add: ‹type›}", "EXPR205"),
    "a kicker without attainment": (AMOUNT, "kicker: {add: ‹attainment› * 1%}", "EARN103"),
    "a cap": (AMOUNT, "cap: {at: 20000, per: quarter}"),
    "a cap at a target": (AMOUNT, "cap: {at: incentive * 200%, per: quarter}"),
    "a cap that is a percent": (AMOUNT, "cap: {at: ‹200%›}", "EXPR205"),
    "a cap below 0": (AMOUNT, "cap: {at: ‹-1›}", "EARN104"),
    "a floor below 0": (AMOUNT, "floor: {at: ‹-150›, when: amount > 0}", "EARN104"),
    "a floor on an unknown column": (AMOUNT, "floor: {at: 150, when: ‹amont› > 0}", "EXPR201"),
    "a cap without attainment": (AMOUNT, "cap: {at: 100 * ‹attainment›}", "EARN103"),
    "an unknown modifier": (AMOUNT, "‹celling›: {at: 150}", "YAML109"),
    "an unknown key of a modifier": (AMOUNT, "cap: {at: 150, ‹unless›: amount > 5}", "YAML107"),
}


@pytest.mark.parametrize("case", MODIFIERS)
def test_a_modifier_is_checked(case: str) -> None:
    measure, modifier, *codes = MODIFIERS[case]
    lines = ["targets:", "  quota: {amount: 100000, per: quarter}", "  incentive: {amount: 20000, per: quarter}"]
    lines += ["measures:", "  bookings: {sum: amount, credit: commission, per: quarter, against: quota}"]
    lines += ["  other: {sum: amount, credit: commission, per: quarter}"]
    lines += ["components:", "  commission:", "    credit: {source: deals}", "    rate: 8%"]
    lines += [f"    measure: {measure}"] if measure else []
    check_marked("\n".join([*lines, "    modifiers:", f"      - {modifier}", ""]), *codes)


def test_a_percent_of_counted_things_cannot_be_added() -> None:
    marked = """
        components:
          units_sold:
            credit: {source: deals, value: units}
            rate: {kind: per_unit, pay: 5}
            modifiers: [kicker: {add: ‹2%›}]
          deals_won:
            credit: {source: deals}
            measure: {count: transactions, per: month}
            rate: {kind: flat_rate, pay: 25}
            modifiers: [kicker: {add: ‹2%›}, kicker: {add: 5}]
    """
    check_marked(marked, "RATE205", "RATE205")


AFTERWARDS = {
    "a release": ("release: [{share: 50%, when: signed_on}, {share: 50%, when: earned_on + 30 days}]",),
    "a release of less": ("release: ‹[{share: 50%, when: signed_on}, {share: 40%, when: earned_on}]›", "EARN101"),
    "a release of more": ("release: ‹[{share: 60%, when: signed_on}, {share: 50%, when: earned_on}]›", "EARN101"),
    "a release of nothing": ("release: [{share: 100%, when: signed_on}, {share: ‹0%›, when: earned_on}]", "EARN101"),
    "a release on no date": ("release: [{share: 100%, when: ‹amount›}]", "EXPR205"),
    "a release on attainment": ("release: [{share: 100%, when: ‹attainment›}]", "EXPR201"),
    "a release without its sign": ("release: [{share: ‹100›, when: signed_on}]", "YAML109"),
    "receipts": ("release: {per: receipts, share: receipt.paid / amount, when: receipt.received_on}",),
    "unknown receipts": ("release: {per: ‹receits›, share: receit.paid / amount}", "CRED106"),
    "receipts without a date": ("release: ‹{per: receipts, share: receipt.paid / amount}›", "CRED112"),
    "receipts without a share": (
        "release: {per: receipts, share: ‹receipt.paid›, when: receipt.received_on}",
        "EXPR205",
    ),
    "receipts of another name": (
        "release: {per: receipts, share: ‹receipts.paid› / amount, when: receipt.received_on}",
        "EXPR201",
    ),
    "earned over months": ("earned: {over: 12 months, from: signed_on, until: cancelled_on}",),
    "earned over a year": ("earned: {over: ‹a year›}", "EARN105"),
    "earned over nothing": ("earned: {over: ‹0 months›}", "EARN105"),
    "earned from no date": ("earned: {over: 12 months, from: ‹amount›, until: ‹units›}", "EXPR205", "EXPR205"),
    "a clawback": ("clawback: {when: cancelled_on < close_date + 90 days, dated: cancelled_on}",),
    "a clawback without a date": ("‹clawback›: {when: cancelled_on is not null}", "YAML108"),
    "a clawback on no condition": ("clawback: {when: ‹cancelled_on›, dated: cancelled_on}", "EXPR205"),
    "a clawback on no date": ("clawback: {when: amount < 0, dated: ‹type›}", "EXPR205"),
    "a clawback of an amount": ("clawback: {when: amount < 0, dated: cancelled_on, share: ‹cost›}", "EXPR205"),
    "a clawback of less than nothing": ("clawback: {when: amount < 0, dated: cancelled_on, share: ‹-5%›}", "EARN104"),
    "a clawback that divides": (
        "clawback: {when: amount < 0, dated: cancelled_on, share: ‹units / term_months›}",
        "RATE213",
    ),
    "a hold": ("holds: [{when: type = 'New', until: signed_on, reason: type}, {when: units = 0, reason: none}]",),
    "a hold on no condition": ("holds: [{when: ‹type›, reason: why}]", "EXPR205"),
    "a hold until no date": ("holds: [{when: units = 0, until: ‹units›, reason: why}]", "EXPR205"),
    "a hold without a reason": ("holds: [‹{when: units = 0}›]", "YAML108"),
    "a hold on attainment": ("holds: [{when: ‹attainment› > 100%, reason: why}]", "EXPR201"),
    "a decay": (
        "clawback: {when: amount < 0, dated: cancelled_on, decay: {from: signed_on, points: [[90, 100%], [365, 0%]]}}",
    ),
    "a decay that jumps": (
        "clawback: {when: amount < 0, dated: cancelled_on, decay: {points: [[90, 100%], [90, 50%], [180, 0%]]}}",
    ),
    "a decay of nothing": ("clawback: {when: amount < 0, dated: cancelled_on, decay: ‹{age: days}›}", "YAML109"),
    "a decay that goes back": (
        "clawback: {when: amount < 0, dated: cancelled_on, decay: {‹points›: [[90, 1%], [9, 2%]]}}",
        "EARN151",
    ),
    "a decay of more than everything": (
        "clawback: {when: amount < 0, dated: cancelled_on, decay: {steps: [{before: 90, share: ‹101%›}]}}",
        "EARN151",
    ),
    "a decay from no date": (
        "clawback: {when: amount < 0, dated: cancelled_on, decay: {from: ‹type›, steps: [{before: 90, share: 1%}]}}",
        "EXPR205",
    ),
    "a share of everything again": (
        "clawback: {when: amount < 0, dated: cancelled_on, policy: rerate, ‹share›: 50%}",
        "EARN150",
    ),
    "a clawback on the value": ("clawback: {when: ‹value› < 0, dated: cancelled_on}", "EXPR201"),
    "what is unearned": (
        "clawback: {when: amount < 0, dated: cancelled_on, policy: unearned}\n    earned: {over: 12 months}",
    ),
    "what is never unearned": (
        "clawback: {when: amount < 0, dated: cancelled_on, policy: ‹unearned›}",
        "EARN102",
    ),
}


@pytest.mark.parametrize("case", AFTERWARDS)
def test_what_comes_after_is_checked(case: str) -> None:
    text, *codes = AFTERWARDS[case]
    check_marked(f"components:\n  commission:\n    credit: {{source: deals}}\n    rate: 8%\n    {text}\n", *codes)


def test_a_missing_date_of_a_clawback_is_asked_for() -> None:
    (found,) = check_marked(
        "components:\n  commission:\n    credit: {source: deals}\n    rate: 8%\n    ‹clawback›: {when: amount < 0}\n",
        "YAML108",
    )
    assert found.fix == "name the date on which the money goes back, such as dated: cancelled_on"
