"""Plans in the store: saved by their text, reviewed, approved by somebody else, and retired.

The table of steps is ``attain.lifecycles.PLAN_VERSION``; docs/behaviours/lifecycles.md shows it.
"""

from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from attain.diagnostics import Diagnostic, has_errors
from attain.lifecycles import PLAN_VERSION
from attain.questions.checking import check_opened
from attain.runs import open_workspace
from attain_web.actions.acting import ENGINE, Act, Refused, acting
from attain_web.actions.stepping import Thing, Wanted
from attain_web.store.models import PlanVersion


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
    """Take a plan one step further; a text is approved by nobody who wrote or submitted it.

    Args:
        hash_or_name: a version's hash, or the beginning of it; a name means its newest version.
        action: ``submit, approve, reject`` or ``retire``.
        acting_user: who does it.
        note: why; needed to reject and to retire.

    Raises:
        Refused: there is no such version, the step does not follow from where it is, or the duties are not separate.
    """
    with acting(f"{action}_plan", acting_user=acting_user, subject=hash_or_name) as act:
        version = version_of(hash_or_name)
        version_thing(version).take(act, Wanted(action, acting_user, note))
        act.details["plan"] = version.plan
    return version


def version_of(hash_or_name: str) -> PlanVersion:
    """Find a version by hash, the beginning of it, or the plan's name.

    Raises:
        Refused: there is none, or more than one begins like this.
    """
    versions = PlanVersion.objects.using(ENGINE)
    named = versions.filter(plan=hash_or_name).order_by("-saved_at").first()
    if named:
        return named
    found = list(versions.filter(hash__startswith=hash_or_name)[:2])
    if len(found) != 1:
        what = f"{'more than one plan begins' if found else 'no plan begins'} with '{hash_or_name}'"
        raise Refused(what, "see them with 'attain plan list'")
    return found[0]


def version_thing(version: PlanVersion) -> Thing:
    """Return a version as a thing that has a life."""
    return Thing(PLAN_VERSION, version.hash)


def state_of(version: PlanVersion) -> str:
    """Return the state that a version is in."""
    return version_thing(version).state


def approved_plans() -> list[PlanVersion]:
    """Return the newest approved version of every plan that has one, by name."""
    found: dict[str, PlanVersion] = {}
    for version in PlanVersion.objects.using(ENGINE).order_by("plan", "-saved_at"):
        if version.plan not in found and state_of(version) == "approved":
            found[version.plan] = version
    return list(found.values())
