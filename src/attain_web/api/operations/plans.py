"""Plans: their versions and states, a text tried and saved, and their way to approval."""

from datetime import datetime
from pathlib import Path
from typing import Annotated

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from ninja import Query, Router, Schema
from pydantic import StringConstraints

from attain.diagnostics import has_errors
from attain.questions.checking import check_file
from attain_web.access.viewer import viewer_of
from attain_web.actions import planning
from attain_web.actions.rollover.proposing import Wish
from attain_web.actions.rollover.saving import roll_over_plans
from attain_web.admin.staging import trial
from attain_web.api.declaring import acts, reads
from attain_web.api.paging import paged
from attain_web.api.refusing import NotSo, as_problem
from attain_web.api.seen import IfMatch, etag_of, moved, refuse_unless_seen
from attain_web.api.shapes import Done, Moved, Page, Paging, ProblemFound, Sent, StepWanted, Word
from attain_web.store.models import PlanVersion

router = Router()
ACT = "admin:act-on-plan"
PlanText = Annotated[str, StringConstraints(max_length=500_000)]


class VersionRow(Schema):
    """A version of a plan."""

    digest: str
    plan: str
    file: str
    saved_at: datetime
    by: str
    state: str


class VersionSaid(VersionRow):
    """A version with its text."""

    text: str


class TextSent(Sent):
    """A text of a plan, in the place of the version that it follows."""

    text: PlanText


class RolloverWanted(Sent):
    """Which year is rolled over, and how: what targets are multiplied by and rounded to; a cent, or one, by default."""

    year: Word
    factor: Word = "100%"
    round_to: Word = ""
    continues: bool = False


class ExampleSaid(Schema):
    """An example of the plan, and whether it holds."""

    title: str
    line: int
    holds: bool
    differences: list[str]


class CheckedText(Schema):
    """What is wrong with a text, and what its examples say."""

    problems: list[ProblemFound]
    examples: list[ExampleSaid]


@reads(router, "/plans", like="admin:plans", gives=Page[VersionRow])
def list_plans(request: HttpRequest, paging: Query[Paging]) -> Page[VersionRow]:
    """List the versions of every plan, by plan, the newest first."""
    del request
    rows = [_row(one) for one in PlanVersion.objects.all()]
    return paged(rows, paging, lambda one: [one.plan, -int(one.saved_at.timestamp() * 1_000_000), one.digest])


@reads(router, "/plans/{digest}", like="admin:plan", gives=VersionSaid)
def one_plan(request: HttpRequest, digest: str, response: HttpResponse) -> VersionSaid:
    """Give a version with its text."""
    del request
    version = _version(digest)
    response.headers["ETag"] = etag_of(planning.version_thing(version))
    return VersionSaid(**_row(version).dict(), text=version.text)


@acts(router, "/plans/{digest}/check", like="admin:check-plan", gives=CheckedText)
def check_plan(request: HttpRequest, digest: str, sent: TextSent) -> CheckedText:
    """Check a text in the place of a version, and run its examples; nothing is saved."""
    del request
    version = _version(digest)
    with trial(settings.WORKSPACE, {version.file: sent.text.encode()}) as folder:
        checked = check_file(Path(folder, version.file))
    examples = [
        ExampleSaid(title=e.title, line=e.place.line, holds=e.holds, differences=[d.what for d in e.differences])
        for e in checked.examples
    ]
    return CheckedText(problems=[ProblemFound(**as_problem(d)) for d in checked.diagnostics], examples=examples)


@acts(router, "/plans/{digest}/versions", like="admin:save-plan", gives=Done)
def save_plan(request: HttpRequest, digest: str, sent: TextSent) -> Done:
    """Save a text as a new version; with errors nothing is saved."""
    version = _version(digest)
    with trial(settings.WORKSPACE, {version.file: sent.text.encode()}) as folder:
        saved = planning.save_plans(folder, acting_user=viewer_of(request).user)
    if has_errors(saved.diagnostics):
        errors = [one for one in saved.diagnostics if one.severity == "error"]
        raise NotSo(422, "the plan has errors, and nothing was saved", "mend what is listed", errors)
    found = saved.hashes.get(version.plan, "")
    said = "is saved" if version.plan in saved.new else "is a version already"
    return Done(said=f"{version.plan} {said}", values={"digest": found, "new": list(saved.new)})


@acts(router, "/rollover", like="admin:roll-over-plans", gives=Done)
def roll_over(request: HttpRequest, wanted: RolloverWanted) -> Done:
    """Save the plans that follow a year as drafts, and give the targets that follow and what is left to be done."""
    wish = Wish(wanted.year, wanted.factor, wanted.round_to, continues=wanted.continues)
    found = roll_over_plans(settings.WORKSPACE, wish, acting_user=viewer_of(request).user)
    said = {
        "year": found.years.new.name,
        "plans": {one.plan: one.follows for one in found.plans},
        "known": list(found.known),
        "targets": found.targets.rows.to_dicts() if found.targets is not None else [],
        "left": [{"what": one.name, "why": one.why, "fix": one.fix} for one in found.left],
    }
    return Done(said=f"{len(found.plans)} plans are saved as drafts", values=said)


@acts(router, "/plans/{digest}/submit", like=ACT, gives=Moved)
def submit_plan(request: HttpRequest, digest: str, wanted: StepWanted, response: HttpResponse) -> Moved:
    """Hand a version in for review."""
    return _taken(request, digest, "submit", wanted.reason, response)


@acts(router, "/plans/{digest}/approve", like=ACT, gives=Moved)
def approve_plan(
    request: HttpRequest, digest: str, wanted: StepWanted, response: HttpResponse, if_match: IfMatch = ""
) -> Moved:
    """Approve a version that somebody else wrote and submitted."""
    refuse_unless_seen(planning.version_thing(_version(digest)), if_match)
    return _taken(request, digest, "approve", wanted.reason, response)


@acts(router, "/plans/{digest}/reject", like=ACT, gives=Moved)
def reject_plan(
    request: HttpRequest, digest: str, wanted: StepWanted, response: HttpResponse, if_match: IfMatch = ""
) -> Moved:
    """Reject a version for a reason."""
    refuse_unless_seen(planning.version_thing(_version(digest)), if_match)
    return _taken(request, digest, "reject", wanted.reason, response)


@acts(router, "/plans/{digest}/retire", like=ACT, gives=Moved)
def retire_plan(
    request: HttpRequest, digest: str, wanted: StepWanted, response: HttpResponse, if_match: IfMatch = ""
) -> Moved:
    """Retire an approved version for a reason."""
    refuse_unless_seen(planning.version_thing(_version(digest)), if_match)
    return _taken(request, digest, "retire", wanted.reason, response)


def _taken(request: HttpRequest, digest: str, action: str, reason: str, response: HttpResponse) -> Moved:
    version = _version(digest)
    planning.move_plan(version.hash, action, acting_user=viewer_of(request).user, note=reason)
    return moved(planning.version_thing(version), response)


def _version(digest: str) -> PlanVersion:
    found = PlanVersion.objects.filter(hash=digest).first()
    if found is None:
        raise Http404("there is no such version of a plan")
    return found


def _row(one: PlanVersion) -> VersionRow:
    return VersionRow(
        digest=one.hash,
        plan=one.plan,
        file=one.file,
        saved_at=one.saved_at,
        by=one.acting_user,
        state=planning.state_of(one),
    )
