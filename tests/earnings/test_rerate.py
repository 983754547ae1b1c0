"""rerate: a cancelled deal no longer counts from the pay period of its cancellation on."""

import polars as pl

from attain.earnings.clawbacks import rerate


def test_from_which_pay_period_a_credit_is_gone() -> None:
    frame = pl.DataFrame({"cancelled": pl.Series([3, None, 0], dtype=pl.Int32)})
    assert frame.select(rerate.gone_from(pl.col("cancelled"), 99))["cancelled"].to_list() == [3, 99, 0]
