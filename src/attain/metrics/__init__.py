"""The catalogue of metrics: one file each, asked by any dimension, over any period, as of any instant."""

from attain.metrics.adding import Measured, exact, measured
from attain.metrics.asking import Question
from attain.metrics.catalogue import CATALOGUE, GROUPS
from attain.metrics.model import Example, Metric, Part, Undefined, Value
from attain.metrics.rows import filled
from attain.metrics.targets import TARGETS, read_targets

__all__ = [
    "CATALOGUE",
    "GROUPS",
    "TARGETS",
    "Example",
    "Measured",
    "Metric",
    "Part",
    "Question",
    "Undefined",
    "Value",
    "exact",
    "filled",
    "measured",
    "read_targets",
]
