"""The address of our OpenAPI document."""

from functools import cache

from django.conf import settings
from django.http import HttpResponse

from traceability.epcis.rest.calls import OPEN, Call, Way, endpoint, json_answer
from traceability.epcis.rest.core.openapi import document
from traceability.epcis.rest.results import dumped


def show_document(call: Call) -> HttpResponse:
    """Describe this interface to programs."""
    return json_answer(call, _text())


@cache
def _text() -> str:
    return dumped(document(f"{settings.PUBLIC_ORIGIN}/epcis", settings.VERSION))


openapi_view = endpoint(GET=Way(show_document, OPEN))
