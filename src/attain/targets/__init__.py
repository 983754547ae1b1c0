"""Targets: a value per target, payee and window, from person over title over plan to rounding."""

from attain.targets.carry import carry_shortfall
from attain.targets.checks import check_rule
from attain.targets.listed.changes import TargetChange
from attain.targets.listed.reading import TargetSource, read_targets, unknown_targets
from attain.targets.listed.rows import TargetRow, TargetTable
from attain.targets.model import TargetRule
from attain.targets.needs import check_needed
from attain.targets.resolve import PlanScope, TargetRequest, resolve
from attain.targets.table import TARGETS

__all__ = [
    "TARGETS",
    "PlanScope",
    "TargetChange",
    "TargetRequest",
    "TargetRow",
    "TargetRule",
    "TargetSource",
    "TargetTable",
    "carry_shortfall",
    "check_needed",
    "check_rule",
    "read_targets",
    "resolve",
    "unknown_targets",
]
