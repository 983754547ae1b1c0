"""Plans in the store: saved by their text, reviewed, approved by somebody else, and retired.

The table of steps is ``attain.lifecycles.PLAN_VERSION``; docs/behaviours/lifecycles.md shows it.
"""

from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from django.conf import settings

from attain.diagnostics import Diagnostic, has_errors
from attain.questions.checking import check_opened
from attain.runs import open_workspace
from attain_web.actions.acting import ENGINE, Act, acting
from attain_web.actions.agreeing.terms import paid_by
from attain_web.actions.calculating.versions import approved_plans, state_of, version_of, version_thing
from attain_web.actions.stepping import Wanted
from attain_web.store.models import PlanVersion

__all__ = [
    "Saved",
    "approved_plans",
    "keep_draft",
    "move_plan",
    "save_plans",
    "state_of",
    "version_of",
    "version_thing",
]


@dataclass(frozen=True)
class Saved:
    """Plans that were saved: the hash of each text by name, those that are new, and what is wrong with them."""

    hashes: dict[str, str]
    new: tuple[str, ...]
    diagnostics: tuple[Diagnostic, ...]


def save_plans(folder: Path, *, acting_user: str) -> Saved:
    """Save the plans of a workspace, after checking them and running their examples; a known text stays as it is.

    With errors nothing is saved.
    """
    opened = open_workspace(folder)
    found = check_opened(opened).diagnostics
    if has_errors(found):
        return Saved({}, (), tuple(found))
    hashes: dict[str, str] = {}
    new: list[str] = []
    with acting("save_plans", acting_user=acting_user, subject=str(folder)) as act:
        for plan in opened.plans:
            name, file = str(plan.plan), plan.place.file
            text = opened.texts[file]
            version, is_new = _kept(act, name, file, text)
            hashes[name] = version.hash
            new += [name] if is_new else []
        act.is_empty = not new
        act.details["plans"] = {name: hashes[name] for name in new}
    return Saved(hashes, tuple(new), tuple(found))


def keep_draft(act: Act, plan: str, file: str, text: str) -> PlanVersion:
    """Keep a text that was checked as a draft, inside an action; a known text stays as it is.

    Args:
        act: the action.
        plan: the plan's name.
        file: where it belongs, such as ``plans/ae_2026.yaml``.
        text: all of it.

    Raises:
        Refused: somebody else writes plans.
    """
    return _kept(act, plan, file, text)[0]


def _kept(act: Act, plan: str, file: str, text: str) -> tuple[PlanVersion, bool]:
    """Find the version of a text, or make it a draft; and whether it is new."""
    digest = sha256(f"{plan}\0{file}\0{text}".encode()).hexdigest()
    made = {"plan": plan, "file": file, "text": text, "saved_at": act.at, "acting_user": act.acting_user}
    version, is_new = PlanVersion.objects.using(ENGINE).get_or_create(hash=digest, defaults=made)
    if is_new:
        version_thing(version).take(act, Wanted("write", act.acting_user))
    return version, is_new


def move_plan(hash_or_name: str, action: str, *, acting_user: str, note: str = "") -> PlanVersion:
    """Take a plan one step further; a text is approved by nobody who wrote or submitted it, nor by whom it pays.

    Args:
        hash_or_name: a version's hash, or the beginning of it; a name means its newest version.
        action: ``submit, approve, reject`` or ``retire``.
        acting_user: who does it.
        note: why; needed to reject and to retire.

    Raises:
        Refused: there is no such version, the step does not follow from where it is, or the duties are not separate.
    """
    paid = paid_by(settings.WORKSPACE, version_of(hash_or_name)) if action == "approve" else ()
    with acting(f"{action}_plan", acting_user=acting_user, subject=hash_or_name) as act:
        version = version_of(hash_or_name)
        version_thing(version).take(act, Wanted(action, acting_user, note, paid))
        act.details["plan"] = version.plan
    return version
