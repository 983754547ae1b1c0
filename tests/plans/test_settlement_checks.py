"""What a plan says once: who is on it, targets, the order of credits, rounding and payment."""

import pytest

from tests.plans.marked import check_marked

CASES = {
    "who is on it": ("assign: {where: \"payee.title in ('AE', 'AM') and payee.commission > 1%\"}",),
    "an unknown attribute": ("assign: {where: ‹payee.titel› = 'AE'}", "EXPR201"),
    "no condition": ("assign: {where: ‹payee.title›}", "EXPR205"),
    "a column of a source": ("assign: {where: ‹amount› > 5}", "EXPR201"),
    "tie keys": ("order: [units, type]",),
    "an unknown tie key": ("order: [units, ‹tpe›]", "EXPR201"),
    "tie keys of people": ("order: [‹payee.title›]", "EXPR201"),
    "rounding": ("rounding: {to: 0.05}",),
    "rounding too fine": ("rounding: {to: ‹0.001›}", "PLAN110"),
    "rounding to a percent": ("rounding: {to: ‹5%›}", "PLAN110"),
    "rounding to nothing": ("rounding: {to: ‹0›}", "YAML109"),
    "a target": ("targets: {quota: {amount: 100000, per: quarter, ramp: [50%, 100%]}}",),
    "a target from the roster": ("targets: {quota: {amount: 1000 * payee.tenure_months, per: quarter}}",),
    "a target below 0": ("targets: {quota: {amount: ‹-5›, per: quarter}}", "TARG113"),
    "a target that is a text": ("targets: {quota: {amount: ‹payee.title›, per: quarter}}", "EXPR205"),
    "a target of a target": (
        "targets: {quota: {amount: 5, per: year}, half: {amount: ‹quota› / 2, per: year}}",
        "EXPR201",
    ),
    "a season that misses a part": (
        "targets: {quota: {amount: 5, per: year, ‹season›: [25%, 25%, 25%, 20%]}}",
        "TARG101",
    ),
    "a draw": ("payment: {draw: {tops_up_to: 4000, recoverable: true, while: payee.tenure_months < 6}}",),
    "a draw of a target": (
        "targets: {pay: {amount: 5, per: month}}\npayment: {draw: {adds: pay * 50%, recoverable: false}}",
    ),
    "a draw below 0": ("payment: {draw: {adds: ‹-1›, recoverable: true}}", "PAYM102"),
    "a draw that is a percent": ("payment: {draw: {adds: ‹50%›, recoverable: true}}", "EXPR205"),
    "a draw while nothing": ("payment: {draw: {adds: 1, recoverable: true, while: ‹payee.hired›}}", "EXPR205"),
    "a draw that reads a deal": ("payment: {draw: {adds: ‹amount›, recoverable: true}}", "EXPR201"),
    "a draw without its word": ("payment: {‹draw›: {adds: 1}}", "YAML108"),
    "two draws in one": ("payment: {draw: ‹{adds: 1, tops_up_to: 2, recoverable: true}›}", "YAML109"),
    "no amount": ("payment: {draw: ‹{recoverable: true}›}", "YAML109"),
    "recovery": (
        "payment: {draw: {adds: 1, recoverable: true, recover: {percent: 50%, keep: 10, when: payee.hired is null}}}",
    ),
    "recovery of more": ("payment: {draw: {adds: 1, recoverable: true, recover: {percent: ‹110%›}}}", "PAYM102"),
    "recovery below 0": ("payment: {draw: {adds: 1, recoverable: true, recover: {keep: ‹-10›}}}", "PAYM102"),
    "recovery on no condition": (
        "payment: {draw: {adds: 1, recoverable: true, recover: {when: ‹payee.title›}}}",
        "EXPR205",
    ),
    "a cap": ("payment: {cap: {at: 5000}}",),
    "a cap below 0": ("payment: {cap: {at: ‹-5000›}}", "PAYM102"),
}


@pytest.mark.parametrize("case", CASES)
def test_what_is_said_once_is_checked(case: str) -> None:
    text, *codes = CASES[case]
    check_marked(f"{text}\ncomponents:\n  commission: {{credit: {{source: deals}}, rate: 8%}}\n", *codes)


def test_tie_keys_are_read_from_every_source() -> None:
    marked = """
        order: [‹term_months›]
        components:
          commission: {credit: {source: deals}, rate: 8%}
          visits_made:
            credit: {source: visits, dated: visited_on, value: visitors, to: person}
            rate: {kind: per_unit, pay: 1}
    """
    (found,) = check_marked(marked, "EXPR201")
    assert "source 'visits'" in found.what


def test_everything_is_found_at_once() -> None:
    marked = """
        rounding: {to: ‹0.001›}
        targets:
          ‹amount›: {amount: ‹-5›, per: quarter}
        components:
          commission:
            credit: {source: deals, where: ‹is_won›, to: ‹ownr›}
            measure: {sum: ‹type›, per: quarter, against: ‹quota›}
            rate: {kind: ‹marginal_tiers›, tiers: {table: ‹levels›, by: [payee]}}
            modifiers:
              - cap: {at: ‹-1›}
            release: ‹[{share: 50%, when: ‹signed›}]›
        payment:
          draw: {adds: ‹-1›, recoverable: true}
    """
    marked = marked.replace("‹marginal_tiers›", "marginal_tiers")
    marked = marked.replace("‹[{share: 50%, when: ‹signed›}]›", "‹›[{share: 50%, when: ‹signed›}]")
    codes = ["PLAN110", "PLAN103", "TARG113", "EXPR201", "CRED108", "EXPR205", "MEAS103", "RATE210", "EARN104"]
    check_marked(marked, *codes, "EARN101", "EXPR201", "PAYM102")
