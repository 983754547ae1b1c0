"""YAML documents whose every word remembers its place, checked against models."""

from attain.documents.model import Model, validate
from attain.documents.nodes import Node, Text, YamlList, YamlMap
from attain.documents.reading import read_yaml
from attain.documents.scalars import Day, Expression, Name, Quantity, WholeNumber, YesNo

__all__ = [
    "Day",
    "Expression",
    "Model",
    "Name",
    "Node",
    "Quantity",
    "Text",
    "WholeNumber",
    "YamlList",
    "YamlMap",
    "YesNo",
    "read_yaml",
    "validate",
]
