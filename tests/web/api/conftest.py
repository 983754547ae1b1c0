"""The API for tests: clients that ask with the token of somebody of the demo."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from attain_web.setup import ready
from tests.web.conftest import seeded

__all__ = ["seeded"]  # a fixture
PREFIX = "/api/v1"


class Asking:
    """Asks as somebody, with their token."""

    def __init__(self, token: str) -> None:
        self.headers = {"authorization": f"Bearer {token}"} if token else {}
        self.client = Client(SERVER_NAME="localhost", raise_request_exception=False)

    def get(self, path: str, **query: Any) -> Any:
        """Ask for something."""
        return self.client.get(PREFIX + path, query, headers=self.headers)

    def post(self, path: str, body: Any = None, **headers: str) -> Any:
        """Ask for something to be done; ``if_match`` and ``idempotency_key`` become headers."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return self.client.post(
            PREFIX + path, json.dumps(body or {}), content_type="application/json", headers=self.headers | named
        )


Ask = Callable[[str], Asking]


@pytest.fixture(scope="session")
def tokens(seeded: Path) -> Iterator[dict[str, str]]:
    """A token of everybody who was asked for."""
    del seeded
    return {}


@pytest.fixture
def asking(seeded: Path, tokens: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> Ask:
    """Programs that act as people of the demo; the empty name has no token."""
    from attain_web.actions.entering.tokens import make_token

    ready(seeded)
    monkeypatch.setattr(settings, "API_REQUESTS_A_MINUTE", 1_000_000)

    def one(username: str) -> Asking:
        if username and username not in tokens:
            tokens[username] = make_token(username, acting_user=username)
        return Asking(tokens[username] if username else "")

    return one
