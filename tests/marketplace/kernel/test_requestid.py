import logging

import pytest
from django.test import Client

from marketplace.kernel import requestid

pytestmark = pytest.mark.django_db


def test_answer_carries_the_id_a_proxy_offered(client: Client) -> None:
    assert client.get("/", headers={"X-Request-ID": "edge-12345678"})["X-Request-ID"] == (
        "edge-12345678"
    )


@pytest.mark.parametrize("offered", ["", "short", "a" * 65, "two\twords here", "x'; drop--;"])
def test_strange_id_is_replaced(client: Client, offered: str) -> None:
    given = client.get("/", headers={"X-Request-ID": offered})["X-Request-ID"]

    assert given != offered
    assert len(given) == 16


def test_log_lines_carry_the_id_and_a_dash_outside_of_requests() -> None:
    record = logging.LogRecord("shop", logging.INFO, "", 1, "hello", None, None)
    request_id, token = requestid.begin("edge-12345678")
    try:
        requestid.RequestIdFilter().filter(record)
        assert record.__dict__["request_id"] == request_id == "edge-12345678"
    finally:
        requestid.end(token)
    requestid.RequestIdFilter().filter(record)
    assert record.__dict__["request_id"] == "-"
