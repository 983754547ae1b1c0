"""Forecasts: categories and how they roll up, what people submitted and adjusted, and the projection of a period."""

from attain.forecasts.categories import CATEGORIES, OPEN_CATEGORIES, categorised, cumulative, rolled_up, single
from attain.forecasts.chances import USUAL_SHOCK, Chances, learned_chances, widened
from attain.forecasts.learning import Odds, learn
from attain.forecasts.past import SIGNS, Past, past_of, signed
from attain.forecasts.projection import Projection, project
from attain.forecasts.rolling import period_views, roll_up
from attain.forecasts.slipping import Slips, learned_slips, reliability, with_slip_chances
from attain.forecasts.submissions import read_adjustments, read_submissions, stale, standing_submissions, views
from attain.forecasts.table import ADJUSTMENTS, RELIABILITY, SUBMISSIONS, VIEWS

__all__ = [
    "ADJUSTMENTS",
    "CATEGORIES",
    "OPEN_CATEGORIES",
    "RELIABILITY",
    "SIGNS",
    "SUBMISSIONS",
    "USUAL_SHOCK",
    "VIEWS",
    "Chances",
    "Odds",
    "Past",
    "Projection",
    "Slips",
    "categorised",
    "cumulative",
    "learn",
    "learned_chances",
    "learned_slips",
    "past_of",
    "period_views",
    "project",
    "read_adjustments",
    "read_submissions",
    "reliability",
    "roll_up",
    "rolled_up",
    "signed",
    "single",
    "stale",
    "standing_submissions",
    "views",
    "widened",
    "with_slip_chances",
]
