"""One dimension of a matrix: a measure or a value with rising bounds, or a word with its values."""

from collections.abc import Sequence
from fractions import Fraction
from typing import Any, Self

from pydantic import Field, model_validator

from attain.documents import Expression, Model, Name, Quantity, Text, refused

ELSE = "else"
_SORTS = ("measure", "value", "by")


class Dimension(Model):
    """A dimension of a matrix.

    Attributes:
        measure: the name of a measure; a credit is cut where it crosses one of its bounds.
        value: a number of the credit, such as term_months.
        by: a word of the credit, such as product_family.
        from: where the rows of the dimension start, for a measure or a value.
        in: the words of the dimension, for by; 'else' stands for every other one.
    """

    measure: Name | None = None
    value: Expression | None = None
    by: Expression | None = None
    from_: tuple[Quantity, ...] = Field(default=(), alias="from")
    in_: tuple[Text, ...] = Field(default=(), alias="in")

    @model_validator(mode="after")
    def _one_sort(self) -> Self:
        given = [word for word in _SORTS if getattr(self, word) is not None]
        if len(given) != 1:
            found = " and ".join(f"'{word}'" for word in given) or "none of measure, value, by"
            raise refused(f"a dimension has {found}", "write exactly one of measure, value, by for each dimension")
        needed, other = ("in", "from") if self.by is not None else ("from", "in")
        if not self._has(needed) or self._has(other):
            listed = "words, such as in: [hardware, else]" if needed == "in" else "bounds, such as from: [0, 12]"
            rest = f", and remove '{other}'" if self._has(other) else ""
            raise refused(f"'{given[0]}' goes with a list '{needed}'", f"list the {listed}{rest}")
        return self

    def _has(self, word: str) -> bool:
        return bool(self.from_ if word == "from" else self.in_)

    @classmethod
    def json_form(cls, schema: dict[str, Any]) -> dict[str, Any]:
        """One sort of dimension, with the list that it needs."""
        forms = [
            {"required": [word, "in" if word == "by" else "from"], "not": {"anyOf": _others(word)}} for word in _SORTS
        ]
        return schema | {"anyOf": forms}

    @property
    def size(self) -> int:
        """How many bands or words it has."""
        return len(self.in_) or len(self.from_)

    @property
    def bounds(self) -> tuple[Fraction, ...]:
        """Where its bands start; empty for words."""
        return tuple(bound.value for bound in self.from_)

    @property
    def text(self) -> str:
        """What it reads, as written."""
        return str(self.measure or self.value or self.by)

    def words(self, band: int) -> str:
        """Say a band in words.

        >>> from attain.documents import Expression, Quantity
        >>> term = Dimension.model_construct(
        ...     measure=None, value=Expression("term"), by=None, from_=(Quantity.read("0"), Quantity.read("12")), in_=()
        ... )
        >>> term.words(0), term.words(1), term.words(-1)
        ('term up to 12', 'term from 12', 'term below 0')
        """
        if self.by is not None:
            return f"{self.text} {self.in_[band]}" if self.in_[band] != ELSE else f"any other {self.text}"
        texts = [bound.text for bound in self.from_]
        if band < 0:
            return f"{self.text} below {texts[0]}"
        if band + 1 == len(texts):
            return f"{self.text} from {texts[band]}" if len(texts) > 1 or self.bounds[0] else f"any {self.text}"
        is_open = band == 0 and not self.bounds[0]
        return f"{self.text} up to {texts[1]}" if is_open else f"{self.text} {texts[band]} to {texts[band + 1]}"


def _others(word: str) -> list[dict[str, Any]]:
    forbidden = [other for other in _SORTS if other != word] + ["from" if word == "by" else "in"]
    return [{"required": [other]} for other in forbidden]


def strides(dimensions: Sequence[Dimension]) -> tuple[int, ...]:
    """Return how many cells lie between two bands of each dimension, when the last one runs fastest."""
    found: list[int] = []
    step = 1
    for dimension in reversed(dimensions):
        found.append(step)
        step *= dimension.size
    return tuple(reversed(found))
