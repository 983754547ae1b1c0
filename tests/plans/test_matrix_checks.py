"""A matrix: the shape of its pays, its measures, the units of its bounds, and readings that have a meaning."""

import pytest

from tests.plans.marked import check_marked

HEAD = """
targets: {quota: {amount: 100000, per: quarter}, incentive: {amount: 5000, per: quarter}}
measures:
  quarterly: {credit: c, sum: value, per: quarter, against: quota}
  yearly: {credit: c, sum: value, per: year}
  margin: {credit: c, ratio: amount - cost, over: amount, per: quarter}
components:
  c:
    credit: {source: deals, value: amount}
    rate:
      kind: matrix
"""
Q, Y = "{measure: quarterly, from: [0%, 100%]}", "{measure: yearly, from: [0, 500]}"
TERM = "{value: term_months, from: [0, 12, 24]}"
CASES = {
    "two measures": f"dimensions: [{Q}, {Y}]\npay: [[1%, 2%], [3%, 4%]]",
    "three sorts": f"dimensions: [{Q}, {TERM}, {{by: type, in: [New, else]}}]\n"
    "pay: [[[1%, 2%], [1%, 2%], [1%, 2%]], [[1%, 2%], [1%, 2%], [1%, 2%]]]",
    "a value that divides": "dimensions: [{value: (amount - cost) / amount, from: [0%, 30%]}]\npay: [1%, 2%]",
    "a list too short": (f"dimensions: [{Q}, {TERM}]\npay: [[1%, 2%, 3%], ‹[1%, 2%]›]", "RATE222"),
    "a list too long": (f"dimensions: [{Q}]\npay: ‹[1%, 2%, 3%]›", "RATE222"),
    "an empty list": (f"dimensions: [{Q}, {Y}]\npay: [[1%, 2%], ‹[]›]", "RATE222"),
    "a level missing": (f"dimensions: [{Q}, {Y}]\npay: [[1%, 2%], ‹3%›]", "RATE222"),
    "a level too many": (f"dimensions: [{Q}]\npay: [1%, ‹[2%, 3%]›]", "RATE222"),
    "a measure twice": (f"dimensions: [{Q}, {{measure: ‹quarterly›, from: [0%]}}]\npay: [[1%], [3%]]", "RATE222"),
    "a word twice": ("dimensions: [{by: type, in: [New, ‹New›]}]\npay: [1%, 2%]", "RATE222"),
    "bounds that fall": ("dimensions: [{measure: yearly, from: [500, ‹0›]}]\npay: [1%, 2%]", "RATE201"),
    "no such measure": ("dimensions: [{measure: ‹quaterly›, from: [0%]}]\npay: [1%]", "MEAS101"),
    "a percent without a target": ("dimensions: [{measure: yearly, from: [0, ‹100%›]}]\npay: [1%, 2%]", "RATE202"),
    "an amount of a percent": ("dimensions: [{measure: quarterly, from: [0, ‹100›]}]\npay: [1%, 2%]", "RATE203"),
    "a percent of months": ("dimensions: [{value: term_months, from: [0, ‹12%›]}]\npay: [1%, 2%]", "RATE202"),
    "an amount of a share": ("dimensions: [{value: cost / amount, from: [0, ‹1›]}]\npay: [1%, 2%]", "RATE203"),
    "no such column": ("dimensions: [{value: ‹terms›, from: [0, 12]}]\npay: [1%, 2%]", "EXPR201"),
    "everything by a ratio": "dimensions: [{measure: margin, from: [0%, 30%]}]\npay: [1%, 2%]",
    "slices of a ratio": (
        "apply: marginal\ndimensions: [{measure: ‹margin›, from: [0%, 30%]}]\npay: [1%, 2%]",
        "RATE206",
    ),
    "slices that start late": (
        "apply: marginal\ndimensions: [{measure: yearly, from: [‹100›, 500]}]\npay: [1%, 2%]",
        "RATE208",
    ),
    "a payout in pieces": (f"pays: payout\napply: ‹marginal›\ndimensions: [{Q}]\npay: [5, 10]", "RATE223"),
    "a payout in money": f"pays: payout\ndimensions: [{Q}]\npay: [0, 10]",
    "a payout of a target": f"pays: payout\nof: incentive\ndimensions: [{Q}]\npay: [50%, 100%]",
    "a payout of nothing": (f"pays: payout\ndimensions: [{Q}]\npay: [‹5%›, 10%]", "RATE202"),
    "money of a target": (f"pays: payout\nof: incentive\ndimensions: [{Q}]\npay: [‹5›, 10]", "RATE204"),
    "money of a value": (f"pays: payout\nof: cost\ndimensions: [{Q}]\npay: [‹5›, 10]", "RATE204"),
    "money per money": (f"dimensions: [{Q}]\npay: [‹5›, 10]", "RATE204"),
    "percents and amounts": (f"pays: payout\nof: incentive\ndimensions: [{Q}]\npay: [5%, ‹10›]", "RATE214"),
    "a by beside dimensions": (f"by: ‹type›\ndimensions: [{Q}]\npay: [1%, 2%]", "RATE209"),
    "two sorts in one": ("dimensions: [‹{measure: yearly, by: type, from: [0]}›]\npay: [1%]", "YAML109"),
    "bounds of words": ("dimensions: [‹{by: type, from: [0]}›]\npay: [1%]", "YAML109"),
    "words of a value": ("dimensions: [‹{value: units, in: [3]}›]\npay: [1%]", "YAML109"),
    "no dimension": ("dimensions: ‹[]›\npay: [1%]", "YAML109"),
    "no list": (f"dimensions: [{Q}]\npay: ‹1%›", "YAML109"),
    "a mapping in the list": (f"dimensions: [{Q}]\npay: ‹[1%, {{New: 2%}}]›", "YAML109"),
}


@pytest.mark.parametrize("name", CASES)
def test_a_matrix(name: str) -> None:
    case = CASES[name]
    text, *codes = (case,) if isinstance(case, str) else case
    check_marked(HEAD + "".join(f"      {line}\n" for line in text.split("\n")), *codes)
