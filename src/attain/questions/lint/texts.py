"""Every expression of a plan, with the component it stands in and the key it is the value of."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import cast

from attain.documents import Expression, Model
from attain.expressions import Parsed
from attain.plans.model import Plan
from attain.rates.grids import Cells
from attain.runs.inputs.evaluation import parsed_of

CONDITIONS = frozenset({"where", "when", "while"})
_WITHOUT = frozenset({"examples", "accept"})


@dataclass(frozen=True)
class Written:
    """An expression of a plan.

    Attributes:
        text: the expression.
        path: the keys that lead to it, from the plan on; a list's entries by number.
    """

    text: Expression
    path: tuple[str, ...]

    @property
    def key(self) -> str:
        """The key it is the value of."""
        return next(key for key in reversed(self.path) if not key.isdigit())

    @property
    def component(self) -> str:
        """The component it stands in; empty outside of all."""
        return self.path[1] if self.path[0] == "components" else ""

    @property
    def parsed(self) -> Parsed | None:
        """The expression, parsed."""
        return parsed_of(self.text)[0]

    @property
    def names(self) -> frozenset[str]:
        """The names it uses."""
        return self.parsed.names if self.parsed is not None else frozenset()

    @property
    def is_condition(self) -> bool:
        """Whether it is a condition."""
        return self.key in CONDITIONS and self.path[-2:] != ("release", "when") and "release" not in self.path


def expressions_of(plan: Plan) -> list[Written]:
    """List the expressions of a plan, in the order of its keys."""
    return list(_below(plan, ()))


def _below(value: object, path: tuple[str, ...]) -> Iterator[Written]:
    if isinstance(value, Expression):
        yield Written(value, path)
    elif isinstance(value, Model):
        for name, field in type(value).model_fields.items():
            if name not in _WITHOUT:
                yield from _below(getattr(value, name), (*path, field.alias or name))
    elif isinstance(value, dict):
        for key, held in cast("dict[str, object]", value).items():
            yield from _below(held, (*path, str(key)))
    elif isinstance(value, Cells):
        yield from _below(value.entries, path)
    elif isinstance(value, (list, tuple)):
        for number, held in enumerate(cast("list[object]", value)):
            yield from _below(held, (*path, str(number)))
