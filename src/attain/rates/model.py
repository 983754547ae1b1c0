"""Shapes shared by the rate kinds: a pay value, a tier, a tier table."""

from collections.abc import Iterator, Mapping
from typing import Annotated, ClassVar, Literal

from pydantic import Discriminator, Field, Tag

from attain.documents import Expression, Model, Name, Quantity


def shape_of(value: object) -> str:
    """Tell a mapping, a list and a single value apart, for unions."""
    if isinstance(value, dict):
        return "mapping"
    return "list" if isinstance(value, list) else "value"


PayMapping = dict[str, Expression]
Pay = Annotated[Annotated[Expression, Tag("value")] | Annotated[PayMapping, Tag("mapping")], Discriminator(shape_of)]


_STARTS_ONLY = "a tier ends where the next one begins: write only where it starts, from:"
_PAYS = "write what the tier pays as pay:, such as pay: 5%"


class Tier(Model):
    """A tier: from which measure on it applies, and what it pays.

    Attributes:
        from: the measure from which on it applies: an amount, or a percent of the target.
        pay: a percent of money, an amount for each thing, or one of them by value.
    """

    when_unknown: ClassVar[Mapping[str, str]] = {
        "to": _STARTS_ONLY,
        "until": _STARTS_ONLY,
        "up_to": _STARTS_ONLY,
        "rate": _PAYS,
        "percent": _PAYS,
    }
    from_: Quantity = Field(alias="from")
    pay: Pay


class TierTable(Model):
    """Tiers looked up in a table by keys of the credit, such as payee, month and product family.

    Attributes:
        table: a table of the plan, or a source of tiers.
        by: the keys of a row, such as payee, month, product_family.
    """

    table: Name
    by: tuple[Expression, ...]


def _tiers_shape(value: object) -> str:
    return "table" if isinstance(value, dict) else "tiers"


Tiers = Annotated[
    Annotated[tuple[Tier, ...], Tag("tiers"), Field(min_length=1)] | Annotated[TierTable, Tag("table")],
    Discriminator(_tiers_shape),
]
Boundary = Literal["reached", "above"]


class RateModel(Model):
    """What every rate kind can say besides its own table.

    Attributes:
        of: what the pay multiplies: the credit's value, an expression over the row, or the name of a target.
        by: an expression whose values pick a pay from a mapping.
        boundary: whether a value that equals a bound has reached it, or must lie above.
    """

    of: Expression | None = None
    by: Expression | None = None
    boundary: Boundary = "reached"

    def pays(self) -> Iterator[Pay]:
        """Yield every pay value the rate is written with."""
        raise NotImplementedError

    def bounds(self) -> Iterator[Quantity]:
        """Yield every bound on the measure."""
        yield from ()

    def measures(self) -> Iterator[Name]:
        """Yield the measures that the rate names itself."""
        yield from ()
