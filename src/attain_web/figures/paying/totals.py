"""What is to be paid in all: by runs, and by what was decided by hand."""

from collections.abc import Mapping
from pathlib import Path

import polars as pl

from attain_web.actions.closing.figures import SIGNS, counting_decisions
from attain_web.figures.keeping.stored import stored_payments
from attain_web.figures.payees import Basis


def to_pay_by_period(workspace: Path, bases: Mapping[str, Basis]) -> dict[str, dict[str, int]]:
    """Return what is to be paid in some periods, each by the run whose figures count: minor units by currency."""
    found: dict[str, dict[str, int]] = {name: {} for name in bases}
    sums = counting_decisions(list(bases)).select(
        "period_id",
        "currency",
        pl.col("decided_amount") * pl.col("kind").replace_strict(SIGNS, return_dtype=pl.Int64),
    )
    for name, basis in bases.items():
        payments = stored_payments(workspace, basis.run).of_period("payments", name)
        both = [*payments.select("currency", "paid").iter_rows(), *sums.filter(period_id=name).rows()]
        for *_, currency, minor in both:
            found[name][currency] = found[name].get(currency, 0) + minor
    return {name: dict(sorted(own.items())) for name, own in found.items()}
