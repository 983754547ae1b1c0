"""How a plan says who is credited: a source, a condition, a date, a value and recipients."""

from typing import Annotated, Any

from pydantic import Discriminator, Field, Tag

from attain.credits.everybody import WORD, Everybody
from attain.credits.first_of import FirstOf
from attain.credits.manager_of import ManagerOf
from attain.credits.owner import Owner
from attain.credits.shares import Shares
from attain.credits.split import Split
from attain.credits.team import Team
from attain.documents import Expression, Model, Name


def _recipient_kind(value: Any) -> str:
    if not isinstance(value, dict):
        return str(value) if value == "split" or value == WORD else "owner"  # noqa: PLR1714 - a list has no hash
    for word in ("manager_of", "team", "first_of", "split", WORD):
        if word in value:
            return word
    return "shares"


Recipient = Annotated[
    Annotated[Owner, Tag("owner")]
    | Annotated[Split, Tag("split")]
    | Annotated[Shares, Tag("shares")]
    | Annotated[ManagerOf, Tag("manager_of")]
    | Annotated[Team, Tag("team")]
    | Annotated[Everybody, Tag("everybody")]
    | Annotated[FirstOf, Tag("first_of")],
    Discriminator(_recipient_kind),
]


class Credit(Model):
    """A crediting rule.

    Attributes:
        source: the source whose rows are credited.
        where: which rows; all when absent. A condition that is NULL does not hold.
        dated: the date of the credit; the source's ``as_of`` when absent.
        value: what a row is worth; when absent the source's ``amount``, or in the credit of a measure what it measures.
        to: who receives it.
    """

    source: Name
    where: Expression | None = None
    dated: Expression | None = None
    value: Expression | None = None
    to: Recipient = Field(default_factory=lambda: Owner(column=Expression("owner")))
