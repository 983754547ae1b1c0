"""The contract holds: every operation as every role, with requests that schemathesis makes up; nothing is kept.

`make test` asks each operation a few times; `ATTAIN_EXAMPLES=50` asks it often.
"""

import os
from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections, transaction
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis.checks import CHECKS

from attain_web.actions.acting import ENGINE
from tests.web.api.conftest import Ask, Asking
from tests.web.api.test_access import FILLED, everybody

EXAMPLES = int(os.environ.get("ATTAIN_EXAMPLES", "1"))
KEPT = (
    "not_a_server_error",
    "status_code_conformance",
    "content_type_conformance",
    "response_headers_conformance",
    "response_schema_conformance",
)
EXAMPLE = settings(
    max_examples=EXAMPLES,
    deadline=None,
    database=None,
    derandomize=EXAMPLES == 1,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)


@pytest.fixture
def _stays_connected() -> Iterator[None]:
    """A request begins and ends without closing the connection, whose transaction is undone afterwards."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.mark.usefixtures("_stays_connected")
@pytest.mark.filterwarnings("ignore")  # the library warns of shapes that it cannot turn around
def test_every_operation_keeps_its_contract_for_every_role(asking: Ask) -> None:
    schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", get_wsgi_application())
    checks = [check for check in CHECKS.get_all() if check.__name__ in KEPT]
    assert len(checks) == len(KEPT)
    wrong: list[str] = []
    count = 0
    for role, client in everybody(asking).items():
        for found in schema.get_all_operations():
            operation = found.ok()
            for is_known in (False, True) if EXAMPLES > 1 else (bool(count % 2),):
                count += 1
                try:
                    _tried(operation, client, checks, is_known=is_known)
                except Exception as error:  # noqa: BLE001 -- every breach is gathered
                    wrong.append(f"{role} {operation.label}: {error}"[:600])
    assert not wrong, "\n".join(wrong)
    assert count > 300


def _tried(operation: Any, client: Asking, checks: list[Any], *, is_known: bool) -> None:
    """Ask an operation about something made up, or about something that there is."""

    @EXAMPLE
    @given(case=operation.as_strategy())
    def once(case: Any) -> None:
        if is_known:
            names = set(case.path_parameters or {})
            case.path_parameters = {**(case.path_parameters or {}), **{n: FILLED[n] for n in names}}
        with transaction.atomic(using=ENGINE):
            case.call_and_validate(headers=client.headers, checks=checks)
            transaction.set_rollback(True, using=ENGINE)

    once()
