"""Our OpenAPI document describes what we do: asked at random, nothing breaks and all fits."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from django.conf import LazySettings
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from django.test import Client
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis.checks import not_a_server_error
from schemathesis.config import SchemathesisConfig
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from marketplace.wsgi import application
from tests.factories.traceability import make_cooperative
from tests.traceability.epcis.test_rest import Caller, document, event
from traceability.epcis.queries.core.parameters import FIXED
from traceability.epcis.rest.core.openapi import document as openapi_document

pytestmark = pytest.mark.django_db

CHECKS = (
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
)
EXAMPLES = 8


@pytest.fixture
def caller(settings: LazySettings) -> Iterator[Caller]:
    settings.EPCIS_REQUESTS_PER_MINUTE = 10**6
    settings.EPCIS_PUBLIC_REQUESTS_PER_MINUTE = 10**6
    made = Caller(make_cooperative())
    made.post("/capture", document(*(event(day) for day in range(1, 6))))
    made.post("/queries", {"name": "harvests", "query": {"EQ_bizStep": ["storing"]}})
    # Requests through WSGI would close the test's connection, as a server does.
    signals = (request_started, request_finished)
    for signal in signals:
        signal.disconnect(close_old_connections)
    yield made
    for signal in signals:
        signal.connect(close_old_connections)


def operations() -> list[tuple[str, str]]:
    paths: Any = openapi_document("http://testserver/epcis", "1")["paths"]
    found = [(path, method) for path, item in paths.items() for method in item]
    return [(path, method) for path, method in found if method != "options"]


@pytest.mark.parametrize(("path", "method"), operations())
def test_random_requests_break_nothing(caller: Caller, path: str, method: str) -> None:
    raw = openapi_document("http://testserver/epcis", "1")
    schema = schemathesis.openapi.from_dict(raw, config=SchemathesisConfig())
    schema.app = application
    headers = {"Authorization": f"Bearer {caller.text}", "Accept-Encoding": "identity"}
    strategy = schema[path][method.upper()].as_strategy()

    @settings(
        max_examples=EXAMPLES,
        deadline=None,
        database=None,
        derandomize=True,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=strategy)
    def ask(case: schemathesis.Case[Any]) -> None:
        case.call_and_validate(checks=list(CHECKS), headers=headers)

    ask()


def test_the_document_is_served_without_a_key() -> None:
    answer = Client().get("/epcis/openapi.json")
    told = json.loads(answer.content)
    assert told["openapi"] == "3.1.0"
    listed = {one["name"] for one in told["paths"]["/events"]["get"]["parameters"]}
    assert set(FIXED) <= listed
