"""How much of each cancelled credit goes back by its age; one that is too old stands."""

import polars as pl

from attain.earnings.clawbacks.decay import Decay, age_of, share_at
from attain.money import largest, proved_64
from attain.runs.inputs.evaluation import Evaluator

AGE = "back_age"


def decayed(rows: pl.DataFrame, decay: Decay, evaluator: Evaluator, *, whole: int) -> tuple[pl.DataFrame, int]:
    """Take the share that goes back by the age of each credit.

    Args:
        rows: ``dated``, ``cancelled_on`` and ``back_share`` (in units of 1 / ``whole``).
        decay: as written.
        evaluator: for the day on which ages begin.
        whole: what 100 % is.

    Returns:
        The rows with ``cancelled_on`` null where the credit is older than the decay reaches, ``back_share`` and
        ``back_age``, and what 100 % of ``back_share`` is now.

    Raises:
        TooLarge: the shares have no common denominator that fits.
    """
    begins = pl.col("dated")
    if decay.from_ is not None:
        rows = evaluator.values(rows, decay.from_, evaluator.vocabulary.credit(), "date", name="_begins")
        begins = pl.col("_begins")
    rows = rows.with_columns(age_of(decay, begins, pl.col("cancelled_on")).alias(AGE))
    share, part = share_at(decay, pl.col(AGE))
    rows = rows.with_columns(_part=share)
    proved_64(largest(rows["back_share"]) * max(largest(rows["_part"].fill_null(0)), part), "a share of a clawback")
    both = pl.col("back_share") * pl.col("_part").fill_null(0)
    is_in_reach = pl.col("_part").is_not_null()
    return rows.with_columns(
        cancelled_on=pl.when(is_in_reach).then("cancelled_on"),
        back_share=both,
    ), whole * part
