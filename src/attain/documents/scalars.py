"""Typed scalars: quantities (exact), days, expressions, names, whole numbers, yes or no.

>>> Quantity.read("8%")
Quantity(8%)
>>> Quantity.read("8%").value, Quantity.read("1200.50").value
(Fraction(2, 25), Fraction(2401, 2))
"""

import re
from datetime import date
from fractions import Fraction
from typing import Annotated, Any, Self

from pydantic import AfterValidator, BeforeValidator, GetCoreSchemaHandler, GetJsonSchemaHandler, WithJsonSchema
from pydantic_core import CoreSchema, core_schema

from attain.diagnostics import Place
from attain.documents.nodes import NOWHERE, Text, place_of, refused, text_of

_NUMBER = re.compile(r"[+-]?\d{1,15}(\.\d{1,9})?")
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]{0,62}")


class Quantity:
    """An exact number, written plain (``100000``) or as a percent (``8%``).

    Attributes:
        value: the number as a fraction (8% is 2/25).
        is_percent: whether it was written with a percent sign.
    """

    __slots__ = ("is_percent", "place", "text", "value")

    def __init__(self, value: Fraction, text: str, place: Place = NOWHERE, *, is_percent: bool) -> None:
        self.value = value
        self.text = text
        self.place = place
        self.is_percent = is_percent

    def __repr__(self) -> str:
        return f"Quantity({self.text})"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Quantity) and (self.value, self.is_percent) == (other.value, other.is_percent)

    def __hash__(self) -> int:
        return hash((self.value, self.is_percent))

    @classmethod
    def read(cls, value: object) -> "Quantity":
        """Read a quantity from its text.

        Raises:
            PydanticCustomError: the text is not a number or a percent.
        """
        if isinstance(value, Quantity):
            return value
        text = text_of(value).strip()
        digits = text.removesuffix("%").rstrip().replace("_", "")
        if not _NUMBER.fullmatch(digits):
            raise refused(f"'{text}' is not a number", "write 100000, 0.5 or 8%, without thousands separators")
        number = Fraction(digits)
        is_percent = text.endswith("%")
        return cls(number / 100 if is_percent else number, text, place_of(value), is_percent=is_percent)

    @classmethod
    def __get_pydantic_core_schema__(cls, _source: Any, _handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_plain_validator_function(cls.read)

    @classmethod
    def __get_pydantic_json_schema__(cls, _schema: CoreSchema, _handler: GetJsonSchemaHandler) -> dict[str, Any]:
        return _quantity_schema({"type": "number"}, r"^[+-]?[\d_]+(\.[\d_]+)?\s*%?$")


def _read_percent(quantity: Quantity) -> Quantity:
    if not quantity.is_percent and quantity.value:
        hundredfold = quantity.value * 100 if 0 < quantity.value < 1 else quantity.value
        percent = f"{hundredfold}%" if hundredfold.denominator == 1 else "12.5%"
        raise refused(f"'{quantity.text}' is not a percent", f"write it with its sign, such as {percent}")
    return quantity


def _read_positive(quantity: Quantity) -> Quantity:
    if quantity.value <= 0:
        raise refused(f"'{quantity.text}' is not more than 0", "write a number above 0")
    return quantity


def _quantity_schema(number: dict[str, Any], pattern: str) -> dict[str, Any]:
    return {"anyOf": [number, {"type": "string", "pattern": pattern}]}


_PERCENT_SCHEMA = _quantity_schema({"const": 0}, r"^[+-]?[\d_]+(\.[\d_]+)?\s*%$")
_POSITIVE_SCHEMA = _quantity_schema({"type": "number", "exclusiveMinimum": 0}, r"^\+?[\d_]+(\.[\d_]+)?\s*%?$")
Percent = Annotated[Quantity, AfterValidator(_read_percent), WithJsonSchema(_PERCENT_SCHEMA)]
PositiveQuantity = Annotated[Quantity, AfterValidator(_read_positive), WithJsonSchema(_POSITIVE_SCHEMA)]


class Expression(Text):
    """The text of a SQL expression, not yet parsed; over several lines it is kept as it stands in the document."""

    __slots__ = ()

    @classmethod
    def _validated(cls, value: object) -> Self:
        lines = getattr(value, "lines", "")
        return cls.at(lines or str(text_of(value)), place_of(value))


def _read_day(value: object) -> date:
    text = text_of(value)
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise refused(f"'{text}' is not a date", "write it as 2026-01-31") from None


def _read_yes_no(value: object) -> bool:
    text = text_of(value)
    if text not in {"true", "false"}:
        raise refused(f"'{text}' is neither true nor false", "write true or false")
    return text == "true"


def _read_whole_number(value: object) -> int:
    text = text_of(value)
    if not re.fullmatch(r"\d{1,9}", text):
        raise refused(f"'{text}' is not a whole number", "write a number such as 12")
    return int(text)


def _read_name(value: object) -> Text:
    text = text_of(value)
    if not _NAME.fullmatch(text):
        raise refused(f"'{text}' is not a name", "use letters, digits and underscores, starting with a letter")
    return Text.at(text, place_of(value))


Day = Annotated[date, BeforeValidator(_read_day), WithJsonSchema({"type": "string", "format": "date"})]
YesNo = Annotated[bool, BeforeValidator(_read_yes_no), WithJsonSchema({"type": "boolean"})]
WholeNumber = Annotated[int, BeforeValidator(_read_whole_number), WithJsonSchema({"type": "integer", "minimum": 0})]
Name = Annotated[Text, BeforeValidator(_read_name), WithJsonSchema({"type": "string", "pattern": f"^{_NAME.pattern}$"})]
