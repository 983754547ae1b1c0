"""Plans: their text, their model, the words they may use."""

from attain.plans.checks import check_plan
from attain.plans.model import Component, Plan
from attain.plans.reading import plan_of, read_plan

__all__ = ["Component", "Plan", "check_plan", "plan_of", "read_plan"]
