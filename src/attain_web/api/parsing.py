"""What programs send is read: whatever a body calls itself, no text of it holds what no text in the store may hold."""

import json
import re
from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest
from django.utils.datastructures import MultiValueDict
from ninja.parser import Parser

from attain_web.api.refusing import NotSo

SUSPECT = re.compile(rb"\\u(0000|[dD][89a-fA-F])|\0|\xed[\xa0-\xbf]")
NO_TEXT = ("the request holds characters that no text has", "leave them out")


class OfTexts(Parser):
    """Reads bodies and queries as django-ninja does, without zero characters and halves of others."""

    def parse_body(self, request: HttpRequest) -> dict[str, Any]:
        """Read a body as JSON, as which it is read whatever its kind is said to be.

        Raises:
            ValueError: it is none, or holds such a character.
        """
        if is_broken(request.body):
            raise ValueError(NO_TEXT[0])
        return super().parse_body(request)

    def parse_querydict(
        self, sent: "MultiValueDict[str, Any]", list_fields: list[str], request: HttpRequest
    ) -> dict[str, Any]:
        """Read a query or a form, or which files came with one.

        Raises:
            NotSo: it holds a zero character.
        """
        if any(isinstance(one, str) and "\0" in one for _, found in sent.lists() for one in found):
            raise NotSo(422, *NO_TEXT)
        return super().parse_querydict(sent, list_fields, request)


def is_broken(body: bytes) -> bool:
    r"""Whether a body of JSON holds a zero character, or half of another, however it is written.

    >>> [is_broken(one) for one in (b'"a"', rb'"\\u0000"', b'"\\ud800"', b'"\\ud83d\\ude00"', b'"\xed\xa0\x80"')]
    [False, False, True, False, True]
    """
    if not SUSPECT.search(body):
        return False
    try:
        return any(_is_no_text(one) for one in _texts(json.loads(body)))
    except (ValueError, RecursionError):
        return True


def _texts(said: Any) -> Iterator[str]:
    if isinstance(said, str):
        yield said
    elif isinstance(said, list):
        for one in said:
            yield from _texts(one)
    elif isinstance(said, dict):
        for name, one in said.items():
            yield from (name, *_texts(one))


def _is_no_text(text: str) -> bool:
    return any(sign == "\0" or "\ud800" <= sign <= "\udfff" for sign in text)
