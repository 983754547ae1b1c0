"""Conversions: exact rates in force on a day, inverse and through a base, rounded once or at each step.

Properties: (1) the columns are converted as the oracle converts one amount; (2) steps told one by one give the same.
"""

from datetime import date
from fractions import Fraction
from random import Random

import polars as pl
import pytest

from attain.money import TooLarge, minor_digits
from attain.money.exchange import Exchange, FxRates, FxRow, Missing, Payout, coarsest, paid_to_date, steps_of
from tests.oracle import exchange as oracle
from tests.parity.currency_rules import IN_DOLLARS

DAY = date(2026, 3, 5)
CODES = sorted(IN_DOLLARS)


def _rates(*rows: tuple[str, str, str], through: str = "", inverse: bool = False) -> FxRates:
    listed = [FxRow("spot", sold, bought, DAY, None, Fraction(rate)) for sold, bought, rate in rows]
    return FxRates(tuple(listed), through, takes_inverse=inverse)


def _asked(worth: int, sold: str, bought: str) -> pl.DataFrame:
    return pl.DataFrame({"worth": [worth], "sold": [sold], "bought": [bought], "day": [DAY]})


def test_a_rate_holds_from_its_first_day_to_before_its_last() -> None:
    row = FxRow("spot", "GBP", "USD", DAY, date(2026, 3, 7), Fraction("1.22"))
    rates = FxRates((row,))
    found = [rates.on(Missing("GBP", "USD", date(2026, 3, day), "spot")) for day in (4, 5, 6, 7)]
    assert [rate and rate.value for rate in found] == [None, Fraction("1.22"), Fraction("1.22"), None]


def test_a_later_rate_replaces_an_earlier_one() -> None:
    rows = [FxRow("plan", "GBP", "USD", date(2026, m, 1), None, Fraction(m)) for m in (1, 4)]
    rates = FxRates(tuple(rows))
    months = [rates.on(Missing("GBP", "USD", date(2026, m, 15), "plan")) for m in (1, 3, 4, 12)]
    assert [rate and rate.value for rate in months] == [1, 1, 4, 4]


def test_an_inverse_has_to_be_allowed() -> None:
    asked = Missing("USD", "GBP", DAY, "spot")
    assert _rates(("GBP", "USD", "1.25")).on(asked) is None
    found = _rates(("GBP", "USD", "1.25"), inverse=True).on(asked)
    assert found is not None
    assert found.value == Fraction(4, 5)


def test_a_base_has_to_be_named_and_a_listed_rate_goes_before_it() -> None:
    asked = Missing("GBP", "USD", DAY, "spot")
    legs = [("GBP", "EUR", "1.17"), ("EUR", "USD", "1.08")]
    assert _rates(*legs).on(asked) is None
    found = _rates(*legs, through="EUR").on(asked)
    assert found is not None
    assert found.value == Fraction("1.2636")
    direct = _rates(*legs, ("GBP", "USD", "1.3"), through="EUR").on(asked)
    assert direct is not None
    assert direct.value == Fraction("1.3")


def test_each_step_may_be_rounded() -> None:
    rates = _rates(("GBP", "EUR", "1.17"), ("EUR", "USD", "1.08"), through="EUR")
    asked = _asked(1003, "GBP", "USD")
    once = Exchange(rates).converted(asked, "spot", per_natural=100, decimals=2)
    each = Exchange(rates, rounds_each_step=True).converted(asked, "spot", per_natural=100, decimals=2)
    assert (once.worth.item(), each.worth.item()) == (1267, 1268)


def test_a_missing_rate_is_named_and_its_amount_is_null() -> None:
    found = Exchange(_rates(("GBP", "EUR", "1.17"))).converted(
        _asked(1, "GBP", "USD"), "spot", per_natural=1, decimals=2
    )
    assert found.missing == (Missing("GBP", "USD", DAY, "spot"),)
    assert found.worth.to_list() == [None]


def test_what_is_in_the_currency_already_keeps_its_decimals() -> None:
    asked = pl.concat([_asked(123456789, "USD", "USD"), _asked(123456789, "GBP", "USD")])
    found = Exchange(_rates(("GBP", "USD", "1"))).converted(asked, "spot", per_natural=10**6, decimals=6, most=2)
    assert found.worth.to_list() == [123456789, 123460000]


def test_an_amount_that_cannot_be_exact_is_refused() -> None:
    exchange = Exchange(_rates(("GBP", "USD", "999999999.999999999")))
    with pytest.raises(TooLarge):
        exchange.converted(_asked(2**62, "GBP", "USD"), "spot", per_natural=1, decimals=9)


@pytest.mark.parametrize("seed", range(8))
def test_columns_are_converted_as_the_oracle_converts_one(seed: int) -> None:
    dice = Random(seed)  # noqa: S311 - the same cases every time
    rounds = dice.random() < 0.5
    pairs = [(a, b) for a in CODES for b in CODES if a < b]
    pairs = [pair for pair in pairs if "CHF" in pair or dice.random() < 0.5]
    rates = [f"{dice.randint(1, 10**4)}.{dice.randint(0, 9999):04d}" for _ in pairs]
    listed = [{"date": str(DAY), "from": a, "to": b, "rate": rate} for (a, b), rate in zip(pairs, rates, strict=True)]
    settings = {"rows": listed, "through": "CHF", "inverse": "allowed"}
    rows = [(row["from"], row["to"], row["rate"]) for row in listed]
    exchange = Exchange(_rates(*rows, through="CHF", inverse=True), rounds_each_step=rounds)
    asked = pl.DataFrame(
        {
            "worth": [dice.randint(-(10**8), 10**8) for _ in range(200)],
            "sold": [dice.choice(CODES) for _ in range(200)],
            "bought": "EUR",
            "day": DAY,
        }
    )
    found = exchange.converted(asked, "spot", per_natural=100, decimals=6, most=6).worth.to_list()
    plain = oracle.Exchange(settings, rounds_each_step=rounds)
    for (worth, sold, bought, day), actual in zip(asked.iter_rows(), found, strict=True):
        expected = plain.converted(Fraction(worth, 100), ("spot", sold, bought, day), Fraction(1, 10**6))
        assert Fraction(actual, 10**6) == expected
        rate = exchange.rate(Missing(sold, bought, day, "spot"))
        assert rate is not None
        steps = list(steps_of(Fraction(worth, 100), rate, 6, rounds_each_step=rounds))
        assert (steps[-1].after if steps else Fraction(worth, 100)) == expected


def test_every_row_is_converted_to_its_own_minor_unit() -> None:
    rates = _rates(("USD", "JPY", "151.237"), ("USD", "KWD", "0.30757"))
    asked = pl.concat([_asked(10000, "USD", code) for code in ("JPY", "KWD", "USD")])
    found = Exchange(rates).minor(asked, "spot", digits=2)
    assert [minor_digits(code) for code in ("JPY", "KWD", "USD")] == [0, 3, 2]
    assert found.worth.to_list() == [15124, 30757, 10000]


def test_what_goes_back_goes_back_at_the_rate_at_which_it_was_paid() -> None:
    payouts = [Payout(5000, 6250, 6250), Payout(10000, 6500, 13000), Payout(0, -11000, 0), Payout(-500, -600, -600)]
    assert list(paid_to_date(payouts)) == [6250, 12750, 0, -600]
    assert list(paid_to_date([Payout(100, 125, 125), Payout(-100, -260, -130)])) == [125, -130]


def test_zeros_at_the_end_are_not_kept() -> None:
    assert coarsest([pl.Series([100, 2000]), pl.Series([300])], 4) == 2
    assert coarsest([pl.Series([0, 0])], 3) == 3
