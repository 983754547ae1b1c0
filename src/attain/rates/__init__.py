"""Rates: a table over a measure, and how to read it."""

from attain.rates import flat_rate, interpolated, marginal_tiers, matrix, per_unit, step_bonus, whole_tiers
from attain.rates.flat_rate import FlatRate
from attain.rates.interpolated import Interpolated
from attain.rates.marginal_tiers import MarginalTiers
from attain.rates.matrix import Matrix
from attain.rates.model import Pay, RateModel, Tier, TierTable
from attain.rates.per_unit import PerUnit
from attain.rates.step_bonus import StepBonus
from attain.rates.table import Ground, Part, Rated
from attain.rates.tiers import Bound, ReadyTier
from attain.rates.whole_tiers import WholeTiers
from attain.rates.windowed import formula, pool, rank_prize
from attain.rates.windowed.formula import Formula
from attain.rates.windowed.pool import Pool
from attain.rates.windowed.rank_prize import RankPrize

KINDS = {
    "flat_rate": flat_rate,
    "per_unit": per_unit,
    "marginal_tiers": marginal_tiers,
    "whole_tiers": whole_tiers,
    "step_bonus": step_bonus,
    "interpolated": interpolated,
    "matrix": matrix,
    "pool": pool,
    "rank_prize": rank_prize,
    "formula": formula,
}
# They pay for a window; the others pay for credits, or for a window where what they read is no sum of credits.
WINDOWED_KINDS = ("pool", "rank_prize", "formula")
# What reaching something is worth in all: it needs no credit of its own where its measure has one.
PAYOUT_KINDS = ("interpolated", "step_bonus")

__all__ = [
    "KINDS",
    "PAYOUT_KINDS",
    "WINDOWED_KINDS",
    "Bound",
    "FlatRate",
    "Formula",
    "Ground",
    "Interpolated",
    "MarginalTiers",
    "Matrix",
    "Part",
    "Pay",
    "PerUnit",
    "Pool",
    "RankPrize",
    "RateModel",
    "Rated",
    "ReadyTier",
    "StepBonus",
    "Tier",
    "TierTable",
    "WholeTiers",
]
