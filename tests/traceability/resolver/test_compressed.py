"""Compressed Digital Links are answered as the links they stand for."""

import json
from http.cookies import SimpleCookie

import pytest
from django.conf import settings
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import Resolver404, resolve, reverse
from django.urls.resolvers import URLPattern, URLResolver, get_resolver

from tests.factories.traceability import make_pack
from traceability.gs1.compression import compress, write_segment
from traceability.gs1.element_string import Element
from traceability.lots.models import Serial
from traceability.resolver.buffer import buffer
from traceability.resolver.compressed import CompressedLink
from traceability.resolver.core.target import TargetError, stands_for, uncompressed

pytestmark = pytest.mark.django_db

GTIN = "09520600012353"
WRONG_CHECK_DIGIT = f"/{write_segment([Element('01', '09520600012354')])}"
LIKE_A_PAGE = "/xoi-duong-ca-ba"
"""A page's name that would read as a link, were texts without a capital letter tried."""


@pytest.fixture
def pack() -> Serial:
    buffer.drain()
    return make_pack()


@pytest.fixture
def dl(pack: Serial) -> str:
    return f"/01/{GTIN}/10/ST25-2601-A3/21/{pack.serial}"


@pytest.fixture
def partly(pack: Serial) -> str:
    """The pack's link with a readable GTIN."""
    rest = write_segment([Element("10", "ST25-2601-A3"), Element("21", str(pack.serial))])
    return f"/01/{GTIN}/{rest}"


def short(dl: str) -> str:
    return compress(f"https://a.example{dl}").removeprefix("https://a.example")


def head(url: str, **headers: str) -> HttpResponse:
    return Client().head(url, headers={"accept": "*/*"} | headers)  # type: ignore[return-value]


def get(url: str, **headers: str) -> HttpResponse:
    return Client().get(url, headers={"accept": "*/*"} | headers)  # type: ignore[return-value]


def same_as(dl: str) -> str:
    return f', <{settings.PUBLIC_ORIGIN}{dl}>; rel="owl:sameAs"'


def test_it_leads_where_the_uncompressed_link_leads_and_names_it(dl: str, partly: str) -> None:
    plain = head(dl)
    assert plain.status_code == 307

    for compressed in (short(dl), partly):
        answer = head(compressed)
        assert (answer.status_code, answer.headers["Location"]) == (307, plain.headers["Location"])
        assert answer.headers["Link"] == plain.headers["Link"] + same_as(dl)
        assert answer.headers["Vary"] == plain.headers["Vary"]
        assert answer.headers["Access-Control-Allow-Origin"] == "*"


def test_it_has_the_linkset_of_the_uncompressed_link(dl: str, partly: str) -> None:
    plain = get(f"{dl}?linkType=linkset")

    for compressed in (short(dl), partly):
        for answer in (
            get(f"{compressed}?linkType=linkset"),
            get(compressed, accept="application/linkset+json"),
        ):
            assert answer.status_code == 200
            assert json.loads(answer.content) == json.loads(plain.content)
            assert answer.headers["Link"] == plain.headers["Link"] + same_as(dl)


def test_people_get_the_page_itself(dl: str, partly: str, pack: Serial) -> None:
    for compressed in (short(dl), partly):
        page = get(compressed, accept="text/html")
        assert page.status_code == 200
        assert str(pack.serial) in page.content.decode()
        assert page.headers["Link"].endswith(same_as(dl))


def test_a_slash_at_the_end_does_not_count(dl: str, partly: str) -> None:
    for compressed in (short(dl), partly):
        assert head(f"{compressed}/").headers["Link"] == head(compressed).headers["Link"]


def test_a_type_of_link_is_asked_for_as_of_the_uncompressed_link(dl: str) -> None:
    for asked in ("gs1:pip", "gs1:epcis"):
        plain, compressed = head(f"{dl}?linkType={asked}"), head(f"{short(dl)}?linkType={asked}")
        assert plain.status_code == compressed.status_code == 307
        assert plain.headers["Location"] == compressed.headers["Location"]
    assert head(f"{short(dl)}?linkType=gs1:nosuch").status_code == 404


def test_what_is_compressed_of_the_query_is_passed_on_with_the_rest(dl: str) -> None:
    compressed = short(f"{dl}?17=271231")

    answer = head(f"{compressed}?foo=bar")

    assert answer.headers["Location"] == head(f"{dl}?17=271231&foo=bar").headers["Location"]
    assert answer.headers["Location"].endswith("?17=271231&foo=bar")
    assert answer.headers["Link"].endswith(same_as(f"{dl}?17=271231"))


def test_a_query_that_breaks_a_rule_is_400(dl: str, partly: str) -> None:
    for compressed in (short(dl), partly, short(f"{dl}?17=271231")):
        answer = head(f"{compressed}?17=991399")
        assert answer.status_code == 400
        assert "Link" not in answer.headers


def test_what_does_not_read_behind_a_readable_key_is_400(partly: str, pack: Serial) -> None:
    for broken in (f"{partly}A", f"{partly[:-1]}", f"/01/{GTIN[:-1]}4/EGIvU", f"/01/{GTIN}/foo"):
        answer = head(broken)
        assert answer.status_code == 400, broken
        assert answer.headers["Access-Control-Allow-Origin"] == "*"


def test_what_does_not_read_at_the_root_is_an_unknown_address(dl: str) -> None:
    compressed = short(dl)

    for other in (compressed[:-1], f"{compressed}A", WRONG_CHECK_DIGIT, "/GioiThieuChung"):
        assert head(f"{other}/").status_code == 404, other
        with pytest.raises(Resolver404):
            resolve(other, "traceability.resolver.urls")


def test_an_address_that_looks_like_a_pages_name_is_left_to_the_pages() -> None:
    assert uncompressed(LIKE_A_PAGE).startswith("/255/")

    for address in (LIKE_A_PAGE, f"{LIKE_A_PAGE}/"):
        with pytest.raises(Resolver404):
            resolve(address, "traceability.resolver.urls")
    assert resolve(f"{LIKE_A_PAGE}/").view_name == "wagtail_serve"


def test_no_fixed_address_of_the_site_is_taken_for_a_compressed_link() -> None:
    fixed = [route for route in _routes(get_resolver().url_patterns) if "<" not in route]

    assert len(fixed) > 50
    for route in fixed:
        if "/" not in route.removesuffix("/"):
            with pytest.raises(TargetError):
                uncompressed(f"/{route.removesuffix('/')}")


def _routes(patterns: list[URLPattern | URLResolver], before: str = "") -> list[str]:
    found: list[str] = []
    for pattern in patterns:
        route = before + str(pattern.pattern)
        inner = pattern.url_patterns if isinstance(pattern, URLResolver) else None
        found += [route] if inner is None else _routes(inner, route)
    return found


def test_reading_it_asks_the_database_for_nothing_more(dl: str, partly: str) -> None:
    counts = []
    for url in (dl, short(dl), partly):
        get(url, accept="text/html")
        with CaptureQueriesContext(connection) as queries:
            get(url, accept="text/html")
        counts.append(len(queries))

    assert counts[0] == counts[1] == counts[2]


def test_it_sets_no_cookie_and_is_only_read(dl: str, partly: str) -> None:
    for compressed in (short(dl), partly):
        assert get(compressed).cookies == SimpleCookie()
        assert Client().options(compressed).status_code == 204
        assert Client().post(compressed).status_code == 405


def test_a_code_never_issued_is_not_sent_to_the_good_page(pack: Serial) -> None:
    answer = head(short(f"/01/{GTIN}/21/KL8G"))

    assert answer.headers["Location"] == f"{settings.PUBLIC_ORIGIN}/q/01/{GTIN}/21/KL8G"


def test_a_link_on_a_stem_that_is_a_key_is_not_taken_for_partly_compressed() -> None:
    assert stands_for(f"/00/01/{GTIN}") == ""
    assert stands_for(f"/01/{GTIN}") == ""


def test_addresses_of_compressed_links_are_made_from_the_plain_one() -> None:
    address = reverse("origin:compressed", args=[f"/01/{GTIN}"])

    assert address == short(f"/01/{GTIN}")
    assert CompressedLink().to_python(address[1:]) == f"/01/{GTIN}"
