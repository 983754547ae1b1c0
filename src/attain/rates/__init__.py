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

KINDS = {
    "flat_rate": flat_rate,
    "per_unit": per_unit,
    "marginal_tiers": marginal_tiers,
    "whole_tiers": whole_tiers,
    "step_bonus": step_bonus,
    "interpolated": interpolated,
    "matrix": matrix,
}

__all__ = [
    "KINDS",
    "Bound",
    "FlatRate",
    "Ground",
    "Interpolated",
    "MarginalTiers",
    "Matrix",
    "Part",
    "Pay",
    "PerUnit",
    "RateModel",
    "Rated",
    "ReadyTier",
    "StepBonus",
    "Tier",
    "TierTable",
    "WholeTiers",
]
