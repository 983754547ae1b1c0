"""Forecasts: categories and how they roll up, what people submitted and adjusted, and the projection of a period."""

from attain.forecasts.categories import CATEGORIES, categorised, cumulative, rolled_up, single
from attain.forecasts.chances import Chances, learned_chances
from attain.forecasts.projection import Projection, project
from attain.forecasts.rolling import period_views, roll_up
from attain.forecasts.submissions import read_adjustments, read_submissions, stale, standing_submissions, views
from attain.forecasts.table import ADJUSTMENTS, SUBMISSIONS, VIEWS

__all__ = [
    "ADJUSTMENTS",
    "CATEGORIES",
    "SUBMISSIONS",
    "VIEWS",
    "Chances",
    "Projection",
    "categorised",
    "cumulative",
    "learned_chances",
    "period_views",
    "project",
    "read_adjustments",
    "read_submissions",
    "roll_up",
    "rolled_up",
    "single",
    "stale",
    "standing_submissions",
    "views",
]
