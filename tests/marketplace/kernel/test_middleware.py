import json
import math

import pytest
from django.db import DataError
from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.test import Client, override_settings
from django.urls import include, path
from django.utils.functional import lazystr
from django.views.generic import TemplateView

from marketplace.kernel import urls
from marketplace.kernel.active import flags
from marketplace.kernel.errors import DomainError
from marketplace.kernel.theme import theme_code
from marketplace.urls import urlpatterns as site_patterns
from tests.factories import payments as make


class LotClosedError(DomainError):
    """A lot of the tests."""

    code = "test_lot_closed"
    sentence = lazystr("Lot %(lot)s is closed <now>.")
    http_status = 409


def refuse(_request: HttpRequest) -> HttpResponse:
    raise LotClosedError(lot="L1")


def break_down(_request: HttpRequest) -> HttpResponse:
    raise RuntimeError("a bug")


def keep_text(request: HttpRequest, text: str = "") -> HttpResponse:
    if "\x00" in text + request.GET.get("q", "") + request.POST.get("reason", ""):
        raise DataError("PostgreSQL text fields cannot contain NUL (0x00) bytes")
    raise DataError("value too long for type character varying(10)")


def which_theme(_request: HttpRequest) -> HttpResponse:
    return HttpResponse(theme_code())


module_patterns = [
    path("page/", which_theme),
    path("foreign/", TemplateView.as_view(template_name="kernel/plain.html")),
]
module_mount = path("module/", include((module_patterns, "module")))
urlpatterns = [
    path("refuse/", refuse),
    path("break/", break_down),
    path("theme/", which_theme),
    path("keep/", keep_text),
    path("keep/<str:text>/", keep_text),
    module_mount,
    *site_patterns,
]

pytestmark = [pytest.mark.django_db, pytest.mark.urls(__name__)]


def test_refusal_is_a_page_in_the_shops_layout(client: Client) -> None:
    answer = client.get("/refuse/")

    assert answer.status_code == 409
    page = answer.content.decode()
    assert "Lot L1 is closed &lt;now&gt;." in page
    assert 'data-code="test_lot_closed"' in page
    assert "</html>" in page


def forget_templates() -> None:
    for loader in engines["django"].engine.template_loaders:  # type: ignore[attr-defined]
        loader.reset()


@override_settings(SITE_THEME="none")
def test_refusal_is_a_page_without_themes_too(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("marketplace.kernel.theme.themes", dict)
    forget_templates()

    answer = client.get("/refuse/")
    forget_templates()

    assert answer.status_code == 409
    assert "<h1>Lot L1 is closed &lt;now&gt;.</h1>" in answer.content.decode()


def test_refusal_is_problem_json_for_machines(client: Client) -> None:
    answer = client.get("/refuse/", headers={"Accept": "application/json"})

    assert answer.status_code == 409
    assert answer["Content-Type"] == "application/problem+json; charset=utf-8"
    assert json.loads(answer.content) == {
        "type": "about:blank",
        "title": "Lot L1 is closed <now>.",
        "status": 409,
        "code": "test_lot_closed",
    }


def test_other_errors_stay_djangos(client: Client) -> None:
    with pytest.raises(RuntimeError, match="a bug"):
        client.get("/break/")


@pytest.mark.parametrize("address", ["/keep/?q=%00", "/keep/a%00b/"])
def test_an_address_with_the_character_nul_is_a_bad_request(client: Client, address: str) -> None:
    answer = client.get(address, headers={"Accept": "application/json"})

    assert answer.status_code == 400
    assert answer.json()["code"] == "text_unreadable"


def test_a_form_with_the_character_nul_is_a_bad_request(client: Client) -> None:
    assert client.post("/keep/", {"reason": "a\x00b"}).status_code == 400


def test_other_data_the_database_refuses_stays_a_fault_of_ours(client: Client) -> None:
    with pytest.raises(DataError, match="too long"):
        client.get("/keep/?q=a")


@pytest.mark.postgres
def test_a_search_for_the_character_nul_is_a_bad_request(client: Client) -> None:
    person = make.person(superuser=True)
    client.force_login(person)

    for address in ("/quan-tri/tien/tim/?q=ab%00cd", "/quan-tri/tien/?q=%00", "/t/%00/"):
        assert client.get(address).status_code == 400


def test_page_is_rendered_in_the_theme_of_the_cookie(client: Client) -> None:
    assert client.get("/theme/").content == b"mekong"

    client.cookies["theme"] = "base"
    answer = client.get("/theme/")

    assert answer.content == b"base"
    assert "Cookie" in answer["Vary"]


@pytest.mark.parametrize("page", ["/module/page/", "/module/foreign/"])
def test_pages_of_a_switched_off_module_are_not_found(
    client: Client, monkeypatch: pytest.MonkeyPatch, page: str
) -> None:
    # themes.mekong stands for any optional module: it is not needed by others.
    pages = urls._pages(path("", include([module_mount])).url_patterns)
    owners = dict.fromkeys(pages, "themes.mekong")
    monkeypatch.setattr(urls, "_owners", lambda: owners)
    assert client.get(page).status_code == 200

    flags.set(frozenset({"themes.mekong"}), fresh_for=math.inf)

    assert client.get(page).status_code == 404
    assert client.get("/theme/").status_code == 200
