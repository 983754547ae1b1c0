"""Plans: their text, their model, the words they may use."""

from attain.plans.checking import check_plan
from attain.plans.model import Component, Plan
from attain.plans.reading import plan_of, read_plan
from attain.plans.schema import plan_schema, workspace_schema
from attain.plans.together import check_together

__all__ = [
    "Component",
    "Plan",
    "check_plan",
    "check_together",
    "plan_of",
    "plan_schema",
    "read_plan",
    "workspace_schema",
]
