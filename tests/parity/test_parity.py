"""The promise: hundreds of random plans, and not one minor unit of difference between kernel and oracle."""

import pytest

from tests.parity.run import report, run, say
from tests.parity.test_generate import KINDS

PLANS = 500
LINES = 100_000
EACH_KIND = 20


@pytest.mark.parity
def test_the_kernel_pays_what_the_oracle_says() -> None:
    *_, tally = run(range(1, PLANS + 1))
    say(report(tally))
    rare = {
        f"{room} {kind}": tally.kinds[f"{room} {kind}"]
        for room, kinds in KINDS.items()
        for kind in kinds
        if tally.kinds[f"{room} {kind}"] < EACH_KIND
    }
    assert not rare
    assert tally.plans == PLANS
    assert tally.lines >= LINES
    assert [(case.seed, str(found[0])) for case, found in tally.failures] == []
