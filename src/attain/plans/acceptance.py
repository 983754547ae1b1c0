"""What a plan says about findings that are meant.

``accept: [{finding: LINT102, because: 'the jump is the point'}]``
"""

import re
from collections.abc import Mapping
from typing import Annotated, ClassVar

from pydantic import AfterValidator, WithJsonSchema

from attain.documents import Model, Text, refused


def _finding_code(text: Text) -> Text:
    if not re.fullmatch(_CODE, text):
        raise refused(f"'{text}' is not the code of a finding", "write a code such as LINT102")
    return text


def _given_reason(text: Text) -> Text:
    if not text.strip():
        raise refused("the reason is empty", "say why it is meant, for whoever reads the plan after you")
    return text


_CODE = r"[A-Z]{4}\d{3}"
FindingCode = Annotated[
    Text, AfterValidator(_finding_code), WithJsonSchema({"type": "string", "pattern": f"^{_CODE}$"})
]
Reason = Annotated[Text, AfterValidator(_given_reason), WithJsonSchema({"type": "string", "minLength": 1})]


class Acceptance(Model):
    """A finding that is meant: ``attain check`` lists it as accepted, with the reason.

    Attributes:
        finding: its code, such as LINT102.
        because: why it is meant.
    """

    when_missing: ClassVar[Mapping[str, str]] = {
        "because": "say why it is meant, for whoever reads the plan after you",
        "finding": "name the finding by its code, such as finding: LINT102",
    }
    finding: FindingCode
    because: Reason
