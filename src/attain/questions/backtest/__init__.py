"""Backtest: what a new plan would have cost and paid in past periods, beside what was paid."""

from attain.questions.backtest.trying import Backtest, backtest, tiers_reached

__all__ = ["Backtest", "backtest", "tiers_reached"]
