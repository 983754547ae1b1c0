"""explain: a payment walked back to the deal in its source file and to the line of the plan.

Payment, earning, knot, measure, credit, transaction, file and line; every step with its arithmetic, and checks that the
steps add up.
"""

from collections.abc import Iterator

from attain.questions.explain.asking import NothingToExplain, check_asked
from attain.questions.explain.explainer import Explainer
from attain.runs.calculate import Results
from attain.runs.workspace import Opened
from attain.statements import Explanation


def explain(
    opened: Opened, results: Results, payee_id: str, period_id: str, *, currency: str | None = None
) -> Explanation:
    """Explain what one payee is paid for one pay period.

    Args:
        opened: the workspace as it was read.
        results: what was calculated of it.
        payee_id: the payee, as the source names it.
        period_id: the pay period, as the calendar names it.
        currency: which payment, for a payee who is paid in several currencies.

    Returns:
        The explanation; ``to_json()`` and ``to_text()`` write it.

    Raises:
        NothingToExplain: the payee or period is unknown, or there are payments in several currencies.
    """
    return Explainer(opened, results, [payee_id]).explanation(payee_id, period_id, currency)


def explain_all(opened: Opened, results: Results) -> Iterator[Explanation]:
    """Explain every payment, in order of time; what they share is found once."""
    explainer = Explainer(opened, results)
    for payee_id, period_id, currency in explainer.paid_to():
        yield explainer.explanation(payee_id, period_id, currency)


__all__ = ["Explainer", "NothingToExplain", "check_asked", "explain", "explain_all"]
