"""Compares what an example expects with what its plan comes to; each difference stands at the value expected.

``{new_business: [7200, 2000]}`` against lines of 7,200.00 and 4,400.00 differs at the second value: "the example
expects 2000.00; the plan pays 4400.00 on line 2".
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from fractions import Fraction

from attain.diagnostics import Diagnostic, Place
from attain.documents import Text, YamlList, YamlMap
from attain.money import minor_digits
from attain.plans.model import Example, Plan
from attain.questions.examples.checks import Check, Compared, difference, money, money_text, number_text, problem_of
from attain.questions.examples.outcome import Line, Outcome, Piece
from attain.questions.examples.rows import unknown_name, unreadable
from attain.questions.examples.shapes import at, by_payee, by_period, pairs_of

_MOST_PARTS = 8
Compare = Callable[[str, object], Compared]


def differences_of(plan: Plan, example: Example, outcome: Outcome) -> list[Diagnostic]:
    """Compare everything an example expects."""
    place = example.key_place("expect")
    comparer = _Comparer(plan, outcome, place)
    found: list[Diagnostic] = []
    for key, wanted in example.expect.items():
        for one in comparer.compare(str(key), wanted):
            problem = problem_of(one, place) if isinstance(one, Check) else one
            found += [problem] if problem else []
    return found


class _Comparer:
    def __init__(self, plan: Plan, outcome: Outcome, place: Place) -> None:
        self.plan = plan
        self.outcome = outcome
        self.place = place
        self.digits = minor_digits(plan.currency_code)

    def compare(self, key: str, wanted: object) -> Compared:
        """Compare one expectation."""
        word, _, name = key.partition(".")
        plain: Mapping[str, Compare] = {"total": self._total, "paid": self._paid, "balance": self._balance}
        components, targets = set(self.plan.components), set(self.plan.targets)
        dotted: Mapping[str, tuple[Compare, set[str]]] = {
            "attainment": (self._attainment, components | set(self.outcome.run.measures)),
            "target": (self._target, targets),
            "slices": (self._slices, components),
            "released": (self._released, components),
        }
        if name and word in dotted:
            compare, names = dotted[word]
            if name in names:
                return compare(name, wanted)
            return iter([unknown_name(at(wanted, self.place), name, names, f"name for '{word}'")])
        if key in components:
            return self._component(key, wanted)
        if key in plain:
            return plain[key](key, wanted)
        known = [*components, *plain, *(f"{one}.NAME" for one in dotted), "error"]
        return iter([unknown_name(at(wanted, self.place), key, known, "component or result")])

    # pay

    def _component(self, name: str, wanted: object) -> Compared:
        for one in by_payee(wanted, self.outcome.payees):
            if isinstance(one, Diagnostic):
                yield one
                continue
            node, payee = one
            lines = self.outcome.lines_of(name, payee)
            if isinstance(node, YamlList):
                yield from self._each(node, lines)
            else:
                minors = [line.line_amount for line in lines]
                parts = f" ({' + '.join(self._texts(minors))})" if 1 < len(minors) <= _MOST_PARTS else ""
                yield money(node, sum(minors), self.digits, f"the plan pays {{}}{parts}")

    def _each(self, wanted: YamlList, lines: Sequence[Line]) -> Compared:
        texts = self._texts([line.line_amount for line in lines])
        if len(wanted) != len(lines):
            shown = f": {', '.join(texts)}" if texts else ""
            what = f"{_counts(len(wanted), len(lines), 'line')}{shown}"
            yield difference(wanted.place, what)
            return
        for number, (node, line) in enumerate(zip(wanted, lines, strict=True), 1):
            place = f" on line {number}" if len(lines) > 1 else ""
            yield money(node, line.line_amount, self.digits, f"the plan pays {{}}{place}")

    def _texts(self, minors: Sequence[int]) -> list[str]:
        texts = [money_text(Fraction(minor, 10**self.digits), self.digits) for minor in minors[:_MOST_PARTS]]
        return [*texts, f"and {len(minors) - _MOST_PARTS} more"] if len(minors) > _MOST_PARTS else texts

    def _total(self, _key: str, wanted: object) -> Compared:
        sums = {name: sum(line.line_amount for line in self.outcome.lines_of(name)) for name in self.plan.components}
        named = zip(sums, self._texts(list(sums.values())), strict=False)
        parts = f" ({', '.join(f'{name} {text}' for name, text in named)})" if len(sums) > 1 else ""
        yield money(wanted, sum(sums.values()), self.digits, f"the plan pays {{}}{parts}")

    def _released(self, name: str, wanted: object) -> Compared:
        found = self.outcome.released(name)
        texts = [f"[{day}, {money_text(Fraction(part, 10**self.digits), self.digits)}]" for day, part in found]
        pairs, problems = pairs_of(wanted, self.place, "[2026-01-31, 500]")
        yield from problems
        if problems:
            return
        if [str(day) for day, _ in pairs] != [str(day) for day, _ in found]:
            what = f"the example expects other days; the plan releases {', '.join(texts) or 'nothing'}"
            yield difference(at(wanted, self.place), what)
            return
        for (_, node), (day, part) in zip(pairs, found, strict=True):
            yield money(node, part, self.digits, f"the plan releases {{}} on {day}")

    # payments

    def _paid(self, _key: str, wanted: object) -> Compared:
        for one in by_payee(wanted, self.outcome.payees):
            if isinstance(one, Diagnostic):
                yield one
                continue
            node, payee = one
            currencies = self.outcome.currencies(payee)
            if len(currencies) > 1:
                yield difference(at(node, self.place), f"payments are in {' and '.join(currencies)}: name the payee")
                continue
            digits = minor_digits(currencies[0])
            for named in by_period(node, self.outcome.run.facts.calendar, self.place):
                if isinstance(named, Diagnostic):
                    yield named
                else:
                    value, period = named
                    yield money(value, self.outcome.paid(period, payee), digits, "the payment is {}")

    def _balance(self, _key: str, wanted: object) -> Compared:
        for one in by_payee(wanted, self.outcome.payees):
            if isinstance(one, Diagnostic):
                yield one
                continue
            node, payee = one
            if isinstance(node, Text):
                yield money(node, self.outcome.balance(date.max, payee), self.digits, "{} of the draw is outstanding")
                continue
            for named in by_period(node, self.outcome.run.facts.calendar, self.place):
                if isinstance(named, Diagnostic):
                    yield named
                else:
                    value, period = named
                    owed = self.outcome.balance(period.starts_on, payee)
                    yield money(value, owed, self.digits, "{} of the draw is outstanding")

    # measures, targets, slices

    def _attainment(self, name: str, wanted: object) -> Compared:
        found, is_share = self.outcome.attainments(name)
        if isinstance(wanted, YamlMap):
            for owner, node in wanted.items():
                yield self._stands(node, found.get(str(owner), Fraction(0)), is_share=is_share)
        elif len(found) > 1:
            named = ", ".join(f"{owner} {number_text(value, is_share=is_share)}" for owner, value in found.items())
            what = f"'{name}' is measured for several owners: {named}"
            yield unreadable(at(wanted, self.place), what, "write the values by owner, as {ana: 80%}")
        else:
            yield self._stands(wanted, next(iter(found.values()), Fraction(0)), is_share=is_share)

    @staticmethod
    def _stands(node: object, value: Fraction, *, is_share: bool) -> Check:
        return Check(node, value, "the measure stands at {}", is_share=is_share)

    def _target(self, name: str, wanted: object) -> Compared:
        for one in by_payee(wanted, self.outcome.payees):
            if isinstance(one, Diagnostic):
                yield one
                continue
            node, payee = one
            for named in by_period(node, self.outcome.run.facts.calendar, self.place):
                if isinstance(named, Diagnostic):
                    yield named
                    continue
                value, period = named
                found = self.outcome.target(name, period, payee or next(iter(self.outcome.payees), ""))
                if found is None:
                    yield difference(at(value, self.place), f"the example expects {value}; there is no target then")
                else:
                    yield Check(value, found, "the target is {}")

    def _slices(self, name: str, wanted: object) -> Compared:
        found = self.outcome.slices(name)
        pairs, problems = pairs_of(wanted, self.place, "[50000, 5%]")
        yield from problems
        if problems:
            return
        if len(pairs) != len(found):
            shown = ", ".join(_shown(piece) for piece in found) or "nothing"
            what = f"{_counts(len(pairs), len(found), 'slice')}: {shown}"
            yield difference(at(wanted, self.place), what)
            return
        for (base, pay), piece in zip(pairs, found, strict=True):
            yield Check(base, piece.base, "the slice is {}")
            yield Check(pay, piece.pay, "the slice pays {}", is_share=piece.is_share)


def _shown(piece: Piece) -> str:
    return f"[{number_text(piece.base)}, {number_text(piece.pay, is_share=piece.is_share)}]"


def _counts(wanted: int, found: int, word: str) -> str:
    """Say how many lines or slices there should be, and how many there are."""
    words = [f"{count} {word}" if count == 1 else f"{count} {word}s" for count in (wanted, found)]
    return f"the example expects {words[0]}; the plan pays {words[1]}"
