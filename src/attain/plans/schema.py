"""JSON Schemas for editors: of a plan, and of a workspace's attain.yaml."""

from typing import Any

from attain.documents.schema import json_schema_of
from attain.periods import CalendarModel
from attain.plans.model import Plan
from attain.sources import WorkspaceConfig


def plan_schema() -> dict[str, Any]:
    """Return the JSON Schema of a plan.

    >>> plan_schema()["required"]
    ['plan', 'currency', 'effective', 'components']
    """
    return json_schema_of(Plan, "A plan of Attain")


def workspace_schema() -> dict[str, Any]:
    """Return the JSON Schema of a workspace's attain.yaml.

    >>> workspace_schema()["title"]
    'A workspace of Attain'
    """
    schema = json_schema_of(WorkspaceConfig, "A workspace of Attain")
    calendar = json_schema_of(CalendarModel, "The calendar of a workspace")
    schema["$defs"] |= calendar.pop("$defs")
    del calendar["$schema"]
    schema["properties"]["calendar"] = calendar
    return schema
