"""What people forecast: submissions, and adjustments by owners and by those above them, each kept with its note.

No deal is ever changed by one. A later one stands over an earlier one of the same author, and an adjustment without a
number takes the author's away.
"""

from dataclasses import dataclass
from pathlib import Path

from django.db import connections

from attain.forecasts import OPEN_CATEGORIES
from attain.runs.pipeline import calendar_of
from attain.sources import read_workspace
from attain.sources.loading import read_calendar
from attain_web.actions.access import refuse_unless_seen, visible_payees
from attain_web.actions.acting import ENGINE, Refused, acting
from attain_web.actions.people import Days, payees_of
from attain_web.actions.selling.loading import newest_batch, pinned_files
from attain_web.actions.texts import keep_text
from attain_web.store.models import ForecastAdjustment, ForecastSubmission

LONGEST_NOTE = 2_000
ADJUSTABLE = tuple(name for name in OPEN_CATEGORIES if name != "omitted")
KNOWN = """
SELECT EXISTS (SELECT FROM fact WHERE source_table = 'pipeline.people' AND key = %(owner)s)
    OR EXISTS (SELECT FROM fact WHERE source_table = 'roster' AND (key = %(owner)s OR starts_with(key, %(rows)s)))
    OR EXISTS (SELECT FROM fact WHERE source_table = 'pipeline.opportunities' AND cells::json ->> 'owner' = %(owner)s)
"""


@dataclass(frozen=True)
class Wanted:
    """An adjustment as somebody wants it.

    Attributes:
        owner_id: whose number.
        period_id: the name of a period of the calendar.
        category: one of ``commit, most_likely, best_case, pipeline``.
        worth: what it is changed to, in minor units; None takes the author's adjustment away.
        note: why; needed.
    """

    owner_id: str
    period_id: str
    category: str
    worth: int | None
    note: str


def submit_forecast(  # noqa: PLR0917 -- where, whose, for when, how much, and what is said with it
    workspace: Path, owner_id: str, period_id: str, worth: int, note: str = "", *, acting_user: str
) -> ForecastSubmission:
    """Submit what will be won in a period: one's own number, or that of somebody whose pay the user may see.

    Args:
        workspace: where.
        owner_id: whose forecast it is.
        period_id: the name of a period of the calendar.
        worth: in minor units of the workspace's currency.
        note: what is said with it.
        acting_user: who submits.

    Raises:
        Refused: the owner or the period is unknown, it is not theirs to submit, or the number is below 0.
    """
    if worth < 0:
        raise Refused("a forecast is never below 0", "submit what you expect to be won")
    _refuse_long(note)
    _refuse_wrong(workspace, owner_id, period_id, acting_user)
    with acting("submit_forecast", acting_user=acting_user, subject=f"{period_id}/{owner_id}") as act:
        number = ForecastSubmission.objects.using(ENGINE).count() + 1
        made = ForecastSubmission(
            submission_id=f"FS-{number}",
            owner_id=owner_id,
            period_id=period_id,
            submitted_amount=worth,
            note=keep_text(act, note, about=owner_id),
            at=act.at,
            acting_user=acting_user,
        )
        made.save(using=ENGINE, force_insert=True)
        act.details |= {"submission": made.submission_id, "minor": worth, "note": made.note}
    return made


def adjust_forecast(workspace: Path, wanted: Wanted, *, acting_user: str) -> ForecastAdjustment:
    """Change a number of a forecast: the owner's own, or that of somebody whose pay the user may see.

    Args:
        workspace: where.
        wanted: which number, to what, and why.
        acting_user: who adjusts: the owner's users make the owner's adjustments, anybody else those of the level above.

    Raises:
        Refused: the owner, period or category is unknown, it is not theirs to adjust, there is no note, or the author
            has no adjustment to take away.
    """
    owner_id, period_id, category, worth = wanted.owner_id, wanted.period_id, wanted.category, wanted.worth
    if category not in ADJUSTABLE:
        raise Refused(f"'{category}' cannot be adjusted", f"adjust one of {', '.join(ADJUSTABLE)}")
    if not wanted.note.strip():
        raise Refused("an adjustment needs a note", "say why the number differs from the deals")
    _refuse_long(wanted.note)
    _refuse_wrong(workspace, owner_id, period_id, acting_user)
    own = payees_of(acting_user)
    author_id = owner_id if owner_id in own else min(own, default=acting_user)
    with acting("adjust_forecast", acting_user=acting_user, subject=f"{period_id}/{owner_id}") as act:
        before = ForecastAdjustment.objects.using(ENGINE).filter(
            owner_id=owner_id, period_id=period_id, category=category, author_id=author_id
        )
        last = before.order_by("-at").first()
        if worth is None and (last is None or last.adjusted_amount is None):
            raise Refused(f"{author_id} has not adjusted {category} of {owner_id}", "there is nothing to take away")
        number = ForecastAdjustment.objects.using(ENGINE).count() + 1
        made = ForecastAdjustment(
            adjustment_id=f"FA-{number}",
            owner_id=owner_id,
            period_id=period_id,
            category=category,
            adjusted_amount=worth,
            author_id=author_id,
            note=keep_text(act, wanted.note, about=owner_id),
            at=act.at,
            acting_user=acting_user,
        )
        made.save(using=ENGINE, force_insert=True)
        act.details |= {"adjustment": made.adjustment_id, "category": category, "minor": worth, "note": made.note}
    return made


def _refuse_long(note: str) -> None:
    if len(note) > LONGEST_NOTE:
        raise Refused(f"the note has {len(note):,} characters", f"say it in {LONGEST_NOTE:,}")


def _refuse_wrong(workspace: Path, owner_id: str, period_id: str, acting_user: str) -> None:
    if owner_id not in payees_of(acting_user) and not visible_payees(acting_user, [owner_id]):
        raise Refused(f"the forecast of '{owner_id}' is not {acting_user}'s", "ask the owner or somebody above them")
    with connections[ENGINE].cursor() as cursor:
        cursor.execute(KNOWN, {"owner": owner_id, "rows": f"{owner_id}/"})
        if not cursor.fetchone()[0]:
            raise Refused(f"nobody is called '{owner_id}'", "name an owner of deals, by the id that the deals have")
    newest = newest_batch()
    if newest is None:
        raise Refused("nothing was loaded", "run 'attain import'")
    with pinned_files(workspace, newest.config.files) as folder:
        config, _ = read_workspace(folder)
        calendar, _ = calendar_of(read_calendar(folder, config)[0] if config else None)
    days = calendar.parse(period_id) if period_id == period_id.strip() else None  # it is kept as it was written
    if days is None:
        raise Refused(f"'{period_id}' is no period of the calendar", "name one such as 2026-Q2")
    if owner_id not in payees_of(acting_user):
        refuse_unless_seen(acting_user, owner_id, during=Days(days.starts_on, days.ends_before))
