"""Matrices: measures with windows and owners of their own, values, words, pieces, everything, and payouts."""

from itertools import product

from tests.parity.case import Draft
from tests.parity.deals import FAMILIES
from tests.parity.measure_rules import make_measure
from tests.parity.rate_rules import AMOUNTS, MONEY_EACH, PERCENTS, RateMaker

VALUES = {
    "coalesce(term_months, 0)": ["0", "12", "24", "36"],
    "priority": ["1", "2", "3"],
    "amount": ["0", *map(str, AMOUNTS[:5])],
    "amount / list_price": ["0%", "50%", "100%", "150%"],
    "score": ["0%", "80%", "94.6%", "100%"],
    "payee.tenure_months": ["0", "6", "24"],
}
WORDS = {
    "product_family": [FAMILIES, [FAMILIES[0], "else"]],
    "type": [["Renewal", "else"], ["New Business", "Renewal"]],
    "coalesce(term_months, 0)": [["12", "36", "else"]],
    "payee.title": [["Rep", "else"], ["else", "Senior Rep"]],
}
SMALL, LARGE = ["0", "200", "1000", "1234.56"], ["0%", "50%", "100%", "130%", "200%"]


class MatrixMaker:
    """Makes a component's matrix and the measures that it names.

    Args:
        draft: the case in the making.
        name: the component.
        credit_kind: how the component's deals are credited.
    """

    def __init__(self, draft: Draft, name: str, *, credit_kind: str) -> None:
        self.draft, self.dice, self.name, self.credit_kind = draft, draft.dice, name, credit_kind
        self.is_marginal = self.dice.has("matrix marginal", 60)
        self.is_payout = not self.is_marginal and self.dice.has("matrix payout", 35)
        self.measures: dict[str, dict] = {}
        self.own: dict | None = None
        self.rated_by: dict | None = None
        self.is_each = False

    def make(self) -> dict:
        """The matrix."""
        most = 2 if self.draft.foreign else 3  # amounts of other currencies are finer: no room for a third
        dimensions = [self._measured(number) for number in range(self.dice.pick([0, 1, 1, 2, 2, 2, most]))]
        if len({self._written(one)["per"] for one in dimensions}) > 1:
            self.dice.note("matrix with two windows")
        if len({self._written(one).get("owner", "payee") for one in dimensions}) > 1:
            self.dice.note("matrix with two owners")
        fixed = self.dice.between(1 if len(dimensions) < 2 else 0, 2 if len(dimensions) < 2 else 1)
        dimensions += [self._fixed() for _ in range(fixed)]
        if self.dice.chance(30):
            self.dice.random.shuffle(dimensions)
        self.rated_by = self.own or next((self._written(one) for one in dimensions if "measure" in one), None)
        rate: dict[str, object] = {"kind": "matrix"} | self._reading() | self._of()
        if self.dice.has("boundary above", 25):
            rate["boundary"] = "above"
        sizes = [len(one.get("from", one.get("in"))) for one in dimensions]
        return rate | {"dimensions": dimensions, "pay": self._pays(sizes, rate)}

    @property
    def together(self) -> dict | None:
        """The keys of all its measures, to know what may happen to them; None without one."""
        written = [*self.measures.values(), *([self.own] if self.own else [])]
        joined = {key: value for one in written for key, value in one.items()}
        owners = [one["owner"] for one in written if one.get("owner", "payee") != "payee"]
        return (joined | {"owner": owners[0]} if owners else joined) or None

    # --- dimensions

    def _measured(self, number: int) -> dict:
        kinds = {"sum": 80, "count": 20} if self.is_marginal else {"sum": 66, "count": 14, "ratio": 10, "last": 10}
        if self.credit_kind not in {"owner", "first_of"}:
            kinds = {"sum": 80, "count": 20}
        kind = self.dice.random.choices(list(kinds), list(kinds.values()))[0]
        measure = make_measure(self.draft, kind, self.credit_kind, counts=False)
        if number == 0 and self.dice.has("matrix on its own measure", 20):
            self.own, named = measure, self.name
        else:
            named = f"{self.name}_{number}"
            self.measures[named] = measure | ({"credit": [self.name]} if self.dice.chance(60) else {})
        maker = RateMaker(self.draft, measure, counts=False, is_own=True, credit_kind=self.credit_kind)
        bounds = maker.bounds(1, 2, first="0" if self.dice.chance(75) else None)
        return {"measure": named, "from": bounds}

    def _fixed(self) -> dict:
        if self.dice.has("matrix value", 50):
            value = self.dice.pick(list(VALUES))
            bounds = sorted(self.dice.some(VALUES[value], 2, 3), key=VALUES[value].index)
            return {"value": value, "from": bounds}
        self.dice.note("matrix by")
        word = self.dice.pick(list(WORDS))
        return {"by": word, "in": list(self.dice.pick(WORDS[word]))}

    def _written(self, dimension: dict) -> dict:
        return self.measures.get(dimension["measure"]) or self.own or {}

    # --- pays

    def _reading(self) -> dict[str, str]:
        if self.is_payout:
            return {"pays": "payout"}
        if self.is_marginal:
            return {"apply": "marginal"}
        return {"apply": "whole"} if self.dice.chance(50) else {}

    def _of(self) -> dict[str, str]:
        """A target incentive: as what a payout is a share of, or as what attainment flows into."""
        first = self.rated_by
        if first is None:
            return {"of": "amount - cost"} if self.dice.chance(20) and not self.is_payout else {}
        plain = first.get("owner", "payee") == "payee" and "group" not in first
        flows = plain and "against" in first and self.credit_kind in {"owner", "first_of"}
        if not self.is_payout and not flows:
            return {"of": "amount - cost"} if self.dice.chance(20) else {}
        maker = RateMaker(self.draft, first, counts=False, is_own=True, credit_kind=self.credit_kind)
        return maker.incentive(45 if self.is_payout else 20)

    def _pays(self, sizes: list[int], rate: dict) -> list:
        """The pays, level by level; mostly percents."""
        first = self.rated_by or {}
        if self.is_payout:
            options = LARGE if "of" in rate else SMALL
        elif rate.get("of", "amount - cost") != "amount - cost":
            options = LARGE
        else:
            self.is_each = "count" in first and "of" not in rate and self.dice.chance(50)
            options = MONEY_EACH if self.is_each else PERCENTS
        cells = {cell: self.dice.pick(options) for cell in product(*map(range, sizes))}
        if options is PERCENTS and self.dice.has("matrix pay by person", 15):
            cells[self.dice.pick(list(cells))] = "payee.commission"
        return _nested(cells, sizes, ())


def _nested(cells: dict[tuple, str], sizes: list[int], at: tuple) -> list:
    if len(at) == len(sizes) - 1:
        return [cells[*at, place] for place in range(sizes[-1])]
    return [_nested(cells, sizes, (*at, place)) for place in range(sizes[len(at)])]
