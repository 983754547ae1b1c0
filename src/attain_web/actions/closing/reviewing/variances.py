"""Variances: whoever is paid much more or less than before is looked at by somebody, who writes down why.

Where attain.yaml says ``closing: {variances: {over: 1000, percent: 20%}}``, a payee paid 5,000 after 3,500 is listed:
1,500 is more than 1,000 and more than 20 % of 3,500. What was reviewed is the pair of both amounts; when one of them
changes it is reviewed again.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from attain.lifecycles import VARIANCE
from attain.money import minor_digits
from attain.sources.closing import VariancesConfig
from attain_web.actions.acting import Refused, acting
from attain_web.actions.calculating.settings import closing_settings
from attain_web.actions.closing.figures import PAID, calculated_step, figures_of, pay_periods, period
from attain_web.actions.running import results_of
from attain_web.actions.stepping import Thing, Wanted, last_steps
from attain_web.actions.texts import texts_of
from attain_web.store.models import Run, StepTaken

Paid = Mapping[str, int]
MOST_NAMED = 5


@dataclass(frozen=True)
class Variance:
    """A payee who is paid much more or less than before.

    Attributes:
        payee_id: whose pay.
        now, before: what they are paid, in minor units by currency.
        compared: the period that ``before`` is of.
        step: the review of exactly these amounts; None before it.
        note: what the reviewer wrote.
    """

    payee_id: str
    now: Paid
    before: Paid
    compared: str
    step: StepTaken | None
    note: str

    @property
    def is_reviewed(self) -> bool:
        """Whether somebody looked at these amounts."""
        return self.step is not None


def variances(period_id: str) -> list[Variance]:
    """Return the payees of a calculated period whose pay differs by more than attain.yaml says, by payee.

    Raises:
        Refused: it was never calculated.
    """
    _, run = calculated_step(period_id)
    return _variances(period_id, run)


def review_variance(period_id: str, payee_id: str, *, acting_user: str, note: str) -> StepTaken:
    """Say why a payee is paid so much more or less; the amounts that were looked at are kept with it.

    Raises:
        Refused: there is no such variance, it is one's own pay, or there is no note.
    """
    found = next((one for one in variances(period_id) if one.payee_id == payee_id), None)
    if found is None:
        what = f"what {payee_id} is paid in {period_id} differs by no more than attain.yaml allows"
        raise Refused(what, "see them with 'attain variance list'")
    with acting("review_variance", acting_user=acting_user, subject=f"{period_id}/{payee_id}") as act:
        wanted = Wanted("review", acting_user, note, [payee_id])
        return _thing(period_id, payee_id).take(act, wanted, details=_said(found))


def open_variances(period_id: str, run: Run | None) -> list[tuple[str, str]]:
    """The check that every variance was reviewed, with those that were not."""
    waiting = [] if run is None else [one.payee_id for one in _variances(period_id, run) if not one.is_reviewed]
    more = f" and {len(waiting) - MOST_NAMED} more" if len(waiting) > MOST_NAMED else ""
    what = f"nobody reviewed why {', '.join(waiting[:MOST_NAMED])}{more} is paid so much more or less"
    return [("variances_reviewed", what)] if waiting else []


def _variances(period_id: str, run: Run) -> list[Variance]:
    limits = closing_settings(run.batch).variances
    if limits is None:
        return []
    compared, before = _before(period_id, run, limits)
    now = figures_of(run, period_id)
    steps = {step.thing_id: step for step in last_steps(VARIANCE) if step.thing_id.startswith(f"{period_id}/")}
    texts = texts_of(step.note for step in steps.values())
    found: list[Variance] = []
    for payee in sorted({*now, *before}) if compared else ():
        one = Variance(payee, now.get(payee, {}), before.get(payee, {}), compared, None, "")
        if _is_over(one, limits):
            step = steps.get(f"{period_id}/{payee}")
            is_same = step is not None and {name: step.details.get(name) for name in _said(one)} == _said(one)
            seen = (step, texts[step.note]) if step is not None and is_same else (None, "")
            found.append(Variance(payee, one.now, one.before, compared, *seen))
    return found


def _before(period_id: str, run: Run, limits: VariancesConfig) -> tuple[str, dict[str, dict[str, int]]]:
    """The figures that a period is compared with, and the period they are of; empty where there are none."""
    if limits.against == "posted":
        posted = [step.run for step in period(period_id).steps if step.action == "post" and step.run is not None]
        return (period_id, figures_of(posted[-1], period_id)) if posted else ("", {})
    known = pay_periods(results_of(run, names=PAID))
    earlier = known[: known.index(period_id)] if period_id in known else []
    if not earlier:
        return "", {}
    last = period(earlier[-1]).last
    return earlier[-1], figures_of(last.run if last is not None and last.run is not None else run, earlier[-1])


def _is_over(one: Variance, limits: VariancesConfig) -> bool:
    return any(
        _differs(one.now.get(code, 0), one.before.get(code, 0), minor_digits(code), limits)
        for code in {*one.now, *one.before}
    )


def _differs(now: int, before: int, digits: int, limits: VariancesConfig) -> bool:
    difference = abs(now - before)
    least = limits.over.value * 10**digits if limits.over is not None else Fraction(0)
    share = limits.percent.value * abs(before) if limits.percent is not None else Fraction(0)
    return difference > least and difference > share


def _said(one: Variance) -> dict[str, object]:
    return {"now": dict(one.now), "before": dict(one.before), "compared": one.compared}


def _thing(period_id: str, payee_id: str) -> Thing:
    return Thing(VARIANCE, f"{period_id}/{payee_id}")
