"""Runs: plans over facts, from credits to payments."""

from attain.runs.calculate import Results, calculate
from attain.runs.checking import plan_problems
from attain.runs.inputs.facts import Facts
from attain.runs.words import Tables
from attain.runs.workspace import Opened, calculate_opened, calculate_workspace, open_workspace
from attain.runs.writing import put_tables

__all__ = [
    "Facts",
    "Opened",
    "Results",
    "Tables",
    "calculate",
    "calculate_opened",
    "calculate_workspace",
    "open_workspace",
    "plan_problems",
    "put_tables",
]
