"""Ask a thousand random questions and judge every answer; each is a seed, so that one that fails can be asked again.

    python -m tests.questions.many goals --count 1000 --seed 20000
    python -m tests.questions.many pairs --count 1000 --seed 40000
    python -m tests.questions.many warm --count 100 --seed 60000

``goals``: the amount found pays the goal and one minor unit of credit less does not, or the answer says why not.
``pairs``: the parts of a difference sum to it, and only causes that were changed have one.
``warm``: a what-if after others answers as the first.
"""

import argparse
import sys
import time
from collections import Counter
from collections.abc import Callable

from tests.questions.diff.pairs import pair
from tests.questions.diff.test_parts import judged as judged_pair
from tests.questions.whatif.test_goals import judged as judged_goal
from tests.questions.whatif.test_warm import test_a_question_after_others_is_answered_as_the_first as judged_warm


def _pair(seed: int) -> str:
    found = judged_pair(pair(seed))
    return f"{len(found.causes)} causes" if found.is_usable else "refused"


def _warm(seed: int) -> str:
    judged_warm(seed)
    return "the same"


JUDGES: dict[str, Callable[[int], str]] = {"goals": judged_goal, "pairs": _pair, "warm": _warm}


def _say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def main() -> int:
    """Ask, and count what came of it; 1 when an answer was wrong."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("what", choices=sorted(JUDGES))
    parser.add_argument("--count", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=20_000)
    given = parser.parse_args()
    seen: Counter[str] = Counter()
    wrong: list[int] = []
    starts_at = time.perf_counter()
    for seed in range(given.seed, given.seed + given.count):
        try:
            seen[JUDGES[given.what](seed)] += 1
        except AssertionError as error:
            wrong.append(seed)
            _say(f"seed {seed}: {error}")
    seconds = time.perf_counter() - starts_at
    told = ", ".join(f"{count} {what}" for what, count in sorted(seen.items()))
    last = given.seed + given.count - 1
    _say(f"{given.what}: seeds {given.seed} to {last}: {told}, {len(wrong)} wrong; {seconds:.0f} s")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
