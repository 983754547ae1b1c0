"""Shapes that many operations share: problems, pages, steps and typed texts."""

from datetime import datetime
from typing import Annotated, Any, Generic, TypeVar

from ninja import Field, Schema
from pydantic import ConfigDict, StringConstraints

Row = TypeVar("Row")
Word = Annotated[str, StringConstraints(max_length=200)]
Said = Annotated[str, StringConstraints(max_length=5_000)]
Number = Annotated[int, Field(ge=0, le=2**53)]
Minor = Annotated[int, Field(description="Minor units of the currency, such as cents.")]


class Sent(Schema):
    """What is sent; a name that is not known is refused."""

    model_config = ConfigDict(extra="forbid")


class ProblemFound(Schema):
    """One of several problems: its code, where it is, what is wrong, why it matters, and what to do."""

    code: str = ""
    place: str = ""
    what: str
    why: str = ""
    fix: str = ""


class ProblemSaid(Schema):
    """A problem as RFC 9457 has it, with what to do instead."""

    type: str
    title: str
    status: int
    detail: str
    fix: str
    problems: list[ProblemFound]


class Page(Schema, Generic[Row]):
    """A part of a list, and where the next part begins; null at its end."""

    items: list[Row]
    next_cursor: str | None = None


class Paging(Schema):
    """Which part of a list is asked for."""

    limit: int = Field(50, ge=1, le=200)
    cursor: str = Field("", max_length=1_000, description="The next_cursor of the part before.")


class StepSaid(Schema):
    """A step that was taken."""

    number: int
    action: str
    state: str
    at: datetime
    by: str
    note: str


class StepPossible(Schema):
    """A step that can be taken next, and what keeps the reader from it."""

    action: str
    refusals: list[str]


class StepWanted(Sent):
    """Why a step is taken."""

    reason: Said = ""


class Moved(Schema):
    """Where a thing is after a step."""

    state: str
    number: int = Field(description="How many steps were taken; its ETag is of this number.")


class Done(Schema):
    """What an action did, in words and as values."""

    said: str
    values: dict[str, Any] = {}
