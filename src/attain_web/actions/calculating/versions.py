"""The versions of plans: found by hash or name, each with the state it is in."""

from attain.lifecycles import PLAN_VERSION
from attain_web.actions.acting import ENGINE, Refused
from attain_web.actions.stepping import Thing
from attain_web.store.models import PlanVersion


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
