"""YAML documents whose every word remembers its place, checked against models."""

from attain.documents.model import Model, validate
from attain.documents.nodes import Node, Text, YamlList, YamlMap, place_of, refused
from attain.documents.reading import read_yaml
from attain.documents.scalars import Day, Expression, Name, Percent, PositiveQuantity, Quantity, WholeNumber, YesNo
from attain.documents.wording import instead_of

__all__ = [
    "Day",
    "Expression",
    "Model",
    "Name",
    "Node",
    "Percent",
    "PositiveQuantity",
    "Quantity",
    "Text",
    "WholeNumber",
    "YamlList",
    "YamlMap",
    "YesNo",
    "instead_of",
    "place_of",
    "read_yaml",
    "refused",
    "validate",
]
