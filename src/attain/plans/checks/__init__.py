"""Checks of a plan before anything is calculated: names, references, expressions, units, shares and limits."""

from collections.abc import Callable, Iterator

from attain.diagnostics import Diagnostic
from attain.plans.checks.credits import credit_problems
from attain.plans.checks.earnings import earning_problems
from attain.plans.checks.measures import measure_problems
from attain.plans.checks.rates import rate_problems
from attain.plans.checks.references import name_problems, reference_problems
from attain.plans.checks.settlement import settlement_problems
from attain.plans.checks.surroundings import Surroundings
from attain.plans.checks.table_rows import table_problems
from attain.plans.checks.windows import window_problems

Check = Callable[[Surroundings], Iterator[Diagnostic]]
CHECKS: tuple[Check, ...] = (
    name_problems,
    reference_problems,
    table_problems,
    credit_problems,
    measure_problems,
    rate_problems,
    earning_problems,
    settlement_problems,
    window_problems,
)

__all__ = ["CHECKS", "Check"]
