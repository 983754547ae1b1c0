"""The promise: whatever a workspace says, Attain answers with diagnostics or with whole results, never with less."""

import pytest

from tests.fuzz.mutations import is_yaml, mutant
from tests.fuzz.run import CASES, KEPT, Tally, registered_codes, say, spoil, tally_of

SOME = range(1, 19)
# Seeds that once broke a promise, each with what it was.
FOUND: tuple[int, ...] = ()


@pytest.mark.fuzz
def test_thousands_of_malformed_workspaces_and_plans() -> None:
    tally = tally_of(cases=CASES, seed=1, workers=2)
    say(tally.report())
    assert tally.refused >= CASES
    assert tally.holds, tally.report()


@pytest.mark.parametrize("seed", [*SOME, *FOUND])
def test_a_malformed_workspace(seed: int) -> None:
    finding = spoil(seed)
    assert not finding.breaks, f"{finding.breaks}\n{finding.failure}"


def test_a_seed_makes_the_same_workspace_again() -> None:
    assert mutant(5) == mutant(5)
    assert mutant(5).files != mutant(6).files


def test_half_of_the_mutations_stay_yaml() -> None:
    stay = [is_yaml(mutant(seed).files) for seed in range(1, 21)]
    assert stay.count(True) >= len(stay) / 2


def test_every_code_has_a_case_that_reaches_it() -> None:
    told = {line.partition(" ")[0] for line in KEPT.read_text("utf-8").splitlines() if not line.startswith("#")}
    assert registered_codes() - told == set(), "write an aimed case, then: python -m tests.fuzz.run --keep"


def test_a_broken_promise_fails_the_run() -> None:
    finding = spoil(1)
    tally = Tally(reached={code: ["1"] for code in registered_codes()})
    tally.add(finding)
    assert tally.holds
    tally.written = 1
    assert not tally.holds
