"""Errors are pages in the shop's look, and the last of them needs nothing but files."""

from collections.abc import Callable

import pytest
from django.db import DatabaseError, connection
from django.template.loader import render_to_string
from django.test import Client, RequestFactory

from marketplace.kernel.active import flags


def broken(*_args: object) -> None:
    raise DatabaseError("the database is away")


@pytest.mark.django_db
def test_a_wrong_address_gets_a_page_with_a_way_on(client: Client) -> None:
    page = client.get("/khong-co/")
    assert page.status_code == 404
    assert "Không có trang này" in page.content.decode()
    assert 'href="/"' in page.content.decode()


@pytest.mark.django_db
def test_the_page_for_our_own_fault_renders_while_the_database_is_away() -> None:
    flags.forget()
    with connection.execute_wrapper(broken):
        page = render_to_string("500.html")
    assert "Trang bị trục trặc" in page
    assert "themes/mekong/tokens.css" in page


@pytest.mark.django_db
def test_a_form_without_its_token_gets_the_shops_own_page() -> None:
    page = Client(enforce_csrf_checks=True).post("/quan-tri/login/", {"username": "x"})
    assert page.status_code == 403
    assert "Mẫu để lâu quá" in page.content.decode()


@pytest.mark.django_db
def test_a_forbidden_page_offers_to_sign_in(rf: RequestFactory) -> None:
    page = render_to_string("403.html", request=rf.get("/ban/"))
    assert "Trang này của người khác" in page


@pytest.mark.parametrize("render", [lambda: render_to_string("500.html")])
@pytest.mark.django_db
def test_the_fault_page_asks_nothing_of_the_database(
    render: Callable[[], str], django_assert_num_queries: Callable[[int], object]
) -> None:
    render()
    with django_assert_num_queries(0):  # type: ignore[attr-defined]
        render()
