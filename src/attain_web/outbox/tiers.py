"""Tiers crossed: after a run, a payee whose measure passed a bound of their rate table is told so, once for each bound.

A measure at 104 % of its target has passed the bounds at 50 % and at 100 %; one that stood at 90 % before has passed
one more, and its payee is told of it. What a run takes back and another brings again is not told twice.
"""

from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path

from django.db import connections, transaction

from attain.statements import Explanation
from attain_web.actions.acting import ENGINE
from attain_web.actions.people import granted
from attain_web.figures.opened import newest_run
from attain_web.figures.payees import pay_periods_known, period_on, told
from attain_web.figures.workspace import workspace_now
from attain_web.outbox.models import Notice, TierPassed, TiersLooked
from attain_web.outbox.noticing import TIER, Told
from attain_web.outbox.passing import notice_of, wishes_known
from attain_web.store.models import AuditRow, Run

LOCK = 4_711_003
FIRST_NUMBER = 1_000_000  # notices of an audit row that its own words are not
RUNS = ("calculate_run", "calculate_period")


def tell_tiers(workspace: Path) -> int:
    """Look at the tiers of the newest run, and return how many people are told of one.

    The very first look tells nobody anything: what was passed before is no news.
    """
    run = newest_run()
    if run is None:
        return 0
    with transaction.atomic(using=ENGINE), connections[ENGINE].cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
        looked = TiersLooked.objects.using(ENGINE).first()
        if looked is not None and looked.run_id == run.run_id:
            return 0
        is_first = looked is None
        found = looked or TiersLooked()
        found.run_id = run.run_id
        found.save(using=ENGINE)
    return _told_of(workspace, run, is_first=is_first)


def bounds_passed(explanation: Explanation) -> Iterator[tuple[str, int, Fraction]]:
    """Yield of every measure with a target its component, how many bounds it has passed, and the last of them."""
    for part in explanation.components:
        for number, measure in enumerate(part.measures):
            passed = sorted(mark for mark in measure.marks if measure.attainment is not None and mark > 0)
            passed = [mark for mark in passed if measure.attainment is not None and mark <= measure.attainment]
            if passed:
                yield f"{part.title}{f' ({number + 1})' if number else ''}", len(passed), passed[-1]


def _told_of(workspace: Path, run: Run, *, is_first: bool) -> int:
    period = period_on(pay_periods_known(workspace), workspace_now(workspace).today)
    last = AuditRow.objects.using(ENGINE).filter(action__in=RUNS).order_by("-entry_no").first()
    if period is None or last is None:
        return 0
    users = sorted({(one.payee_id, one.user) for one in granted() if one.payee_id})
    wishes, made = wishes_known(), list[Notice]()
    for payee in dict.fromkeys(payee for payee, _ in users):
        explanation = told(workspace, run, payee, period.period_id)
        news = _news(payee, period.period_id, explanation) if explanation else []
        for component, mark in [] if is_first else news:
            words = f"You passed {_percent(mark)} of your target in {component}: another rate begins"
            for user in (user for one, user in users if one == payee):
                number = (last.entry_no, FIRST_NUMBER + len(made))
                notice = notice_of(Told(user, TIER, words, "/pay/tracker"), wishes, number, run.made_at)
                made += [notice] if notice is not None else []
    Notice.objects.using(ENGINE).bulk_create(made, ignore_conflicts=True)
    return len(made)


def _news(payee_id: str, period_id: str, explanation: Explanation) -> list[tuple[str, Fraction]]:
    """Write down what is passed, and return what was not before: the component, and its last bound."""
    found: list[tuple[str, Fraction]] = []
    for component, count, mark in bounds_passed(explanation):
        mine = {"payee_id": payee_id, "period_id": period_id, "component": component}
        row, _ = TierPassed.objects.using(ENGINE).get_or_create(**mine, defaults={"count": 0})
        if count > row.count:
            row.count = count
            row.save(using=ENGINE)
            found.append((component, mark))
    return found


def _percent(share: Fraction) -> str:
    """Write a share.

    >>> _percent(Fraction(1)), _percent(Fraction(9, 8))
    ('100 %', '112.5 %')
    """
    return f"{float(share * 100):.4g} %"
