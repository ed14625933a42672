"""The 24 checks of GS1's resolver test suite; each test bears the id of its check."""

import json
import re
from http.cookies import SimpleCookie
from typing import Any

import pytest
from django.conf import settings
from django.http import HttpResponse
from django.test import Client

from tests.factories.traceability import make_cooperative, make_item, make_lot, make_pack
from traceability.lots.models import Serial
from traceability.resolver.buffer import buffer
from traceability.resolver.core.anchors import PRIMARY_KEYS
from traceability.resolver.core.link_types import LINK_TYPES, VOCABULARY
from traceability.resolver.models import Link

pytestmark = pytest.mark.django_db

GTIN = "09520600012353"
DEFAULT = f"{VOCABULARY}defaultLink"


@pytest.fixture
def pack() -> Serial:
    buffer.drain()
    return make_pack()


@pytest.fixture
def dl(pack: Serial) -> str:
    return f"/01/{GTIN}/10/ST25-2601-A3/21/{pack.serial}"


def head(url: str, **headers: str) -> HttpResponse:
    return Client().head(url, headers={"accept": "*/*"} | headers)  # type: ignore[return-value]


def get(url: str, **headers: str) -> HttpResponse:
    return Client().get(url, headers={"accept": "*/*"} | headers)  # type: ignore[return-value]


def stored(anchor: str, link_type: str, href: str, **fields: object) -> Link:
    values = {"level": "item", "title": "Hướng dẫn", "media_type": "", **fields}
    return Link.objects.create(anchor=anchor, link_type=link_type, href=href, **values)


def linkset(dl: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(get(f"{dl}?linkType=linkset").content)["linkset"]
    return found


def test_is_https() -> None:
    """Production refuses to start with an origin that is not https: see its settings."""
    text = (settings.BASE_DIR / "marketplace/settings/production.py").read_text()

    assert 'if not PUBLIC_ORIGIN.startswith("https://")' in text


def test_http_version(dl: str) -> None:
    answers = [get(dl), head(dl), Client().options(dl)]

    assert [answer.status_code for answer in answers] == [307, 307, 204]
    assert Client().post(dl).status_code == 405


def test_cors_check(dl: str) -> None:
    for answer in (head(dl), get(f"{dl}?linkType=linkset"), head(f"{dl}/foo"), get("/414/1")):
        assert answer.headers["Access-Control-Allow-Origin"] == "*"


def test_methods_check(dl: str) -> None:
    allowed = head(dl).headers["Access-Control-Allow-Methods"]

    assert allowed == "GET, HEAD, OPTIONS"
    assert Client().options(dl).headers["Access-Control-Allow-Methods"] == allowed


def test_link_on_redirect(dl: str) -> None:
    link = head(dl).headers["Link"]

    origin = settings.PUBLIC_ORIGIN
    kind = 'type="application/linkset+json"'
    assert link == f'<{origin}{dl}?linkType=linkset>; rel="linkset"; {kind}'


def test_legacy_link_headers(dl: str) -> None:
    for answer in (head(dl), get(f"{dl}?linkType=linkset"), head(f"{dl}?linkType=gs1:pip")):
        assert "gs1:" not in answer.headers["Link"]
        assert VOCABULARY not in answer.headers["Link"]


def test_report_with_400(dl: str) -> None:
    for broken in (f"{dl}/foo", f"/01/{GTIN[:-1]}4", f"{dl}?17=991399", "/8003/1", "/01/"):
        assert head(broken).status_code == 400, broken


def test_no_error_with_200(dl: str) -> None:
    assert head(f"{dl}/foo").status_code == 400
    assert head(f"{dl}/foo", accept="text/html").status_code == 400


@pytest.mark.parametrize("accept", ["*/*", "text/html", "application/linkset+json"])
def test_trailing_slash(dl: str, accept: str) -> None:
    plain, slashed = head(dl, accept=accept), head(f"{dl}/", accept=accept)

    assert plain.status_code == slashed.status_code < 400
    assert plain.headers.get("Location") == slashed.headers.get("Location")


def test_basic_walk_up(pack: Serial) -> None:
    party = make_cooperative_place()

    for unknown in (f"/01/{GTIN}/10/KL8G", f"/01/{GTIN}/21/KL8G", f"/414/{party}/254/KL8G"):
        assert head(unknown).status_code == 307
        (level,) = linkset(unknown)
        assert str(level["anchor"]).endswith((f"/01/{GTIN}", f"/414/{party}"))


def make_cooperative_place() -> str:
    """Return the GLN of the cooperative that `make_pack` made: its place is known by it."""
    from traceability.models import Party

    return str(Party.objects.get().gln)


def test_lt_linkset_no_redirect(dl: str) -> None:
    answer = get(f"{dl}?linkType=linkset", accept="text/html")

    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == "application/linkset+json"


def test_lt_all_no_redirect(dl: str) -> None:
    assert get(f"{dl}?linkType=all").content == get(f"{dl}?linkType=linkset").content


def test_lt_accept_header(dl: str) -> None:
    answer = get(dl, accept="application/linkset+json")

    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == "application/linkset+json"
    assert "Accept" in answer.headers["Vary"]


def test_linkset_jsonld_check(dl: str) -> None:
    links = get(f"{dl}?linkType=linkset").headers["Link"]

    (found,) = re.findall(
        r'<([^>]+)>; rel="http://www.w3.org/ns/json-ld#context"; type="application/ld\+json"',
        links,
    )
    context = get(found.removeprefix(settings.PUBLIC_ORIGIN))
    assert context.headers["Content-Type"] == "application/ld+json"
    assert json.loads(context.content)["@context"]["linkset"] == "@graph"


def test_valid_linkset(dl: str) -> None:
    """The rules of GS1's linkset schema, written out: absolute anchors and hrefs, plain texts."""
    stored(f"/01/{GTIN}", "instructions", "https://example.com/nau", languages=["vi"], context="VN")

    for level in linkset(dl):
        assert re.match(r"https?://", str(level.pop("anchor")))
        assert isinstance(level.pop("itemDescription"), str)
        for relation, targets in level.items():
            assert relation.startswith(VOCABULARY)
            assert isinstance(targets, list)
            assert targets
            for target in targets:
                assert set(target) <= {"href", "title", "type", "hreflang", "context"}
                assert re.match(r"https?://", target["href"])
                assert target["title"].strip()
                assert isinstance(target.get("hreflang", []), list)
                assert isinstance(target.get("context", []), list)


def test_links_of_every_level_up_to_the_key(dl: str) -> None:
    anchors = [str(level["anchor"]).removeprefix(settings.PUBLIC_ORIGIN) for level in linkset(dl)]

    assert anchors == [dl, f"/01/{GTIN}/10/ST25-2601-A3", f"/01/{GTIN}"]


def test_default_link_exists(dl: str) -> None:
    for level in linkset(dl):
        (default,) = level[DEFAULT]
        assert set(default) == {"href", "title"}


def test_default_target(dl: str, pack: Serial) -> None:
    answer = head(dl)

    (default,) = linkset(dl)[0][DEFAULT]
    assert (answer.status_code, answer.headers["Location"]) == (307, default["href"])
    assert default["href"] == f"{settings.PUBLIC_ORIGIN}/q/{pack.code}"
    page = get(f"/q/{pack.code}")
    assert (page.status_code, page.headers["Content-Type"]) == (200, "text/html; charset=utf-8")


@pytest.mark.parametrize("name", ["gs1:instructions", f"{VOCABULARY}instructions", "instructions"])
def test_lo_for_each_type(dl: str, name: str) -> None:
    stored(f"/01/{GTIN}", "instructions", "https://example.com/nau", languages=["vi"])
    stored(f"/01/{GTIN}", "instructions", "https://example.com/cook", languages=["en"])
    asked = f"{dl}?linkType={name}"

    found = [
        head(asked, **{"accept-language": tag}).headers["Location"]
        for tag in ("vi", "en-GB,en;q=0.9", "vi;q=0.2,en")
    ]

    assert found == [
        "https://example.com/nau",
        "https://example.com/cook",
        "https://example.com/cook",
    ]


def test_lo_for_media_types(dl: str) -> None:
    stored(f"/01/{GTIN}", "masterData", "https://example.com/a.json", media_type="application/json")
    stored(f"/01/{GTIN}", "masterData", "https://example.com/a.pdf", media_type="application/pdf")
    asked = f"{dl}?linkType=gs1:masterData"

    assert head(asked, accept="application/pdf").headers["Location"] == "https://example.com/a.pdf"
    assert head(asked, accept="application/json").headers["Location"].endswith(".json")
    assert head(asked).status_code == 300


def test_lo_for_contexts(dl: str) -> None:
    stored(f"/01/{GTIN}", "support", "https://example.com/", context="")
    stored(f"/01/{GTIN}", "support", "https://example.com/jp", context="JP")
    asked = f"{dl}?linkType=gs1:support"

    assert head(f"{asked}&context=JP").headers["Location"] == "https://example.com/jp"
    assert head(asked).headers["Location"] == "https://example.com/"


def test_every_link_of_a_linkset_can_be_asked_for(dl: str) -> None:
    finest = linkset(dl)[0]
    for relation, targets in finest.items():
        if relation in {"anchor", "itemDescription", DEFAULT}:
            continue
        (target,) = targets
        answer = head(f"{dl}?linkType={relation}")
        assert (answer.status_code, answer.headers["Location"]) == (307, target["href"])


def test_events_of_a_pack_and_of_its_lot_are_asked_for_as_events_name_them(
    dl: str, pack: Serial
) -> None:
    serial, lot, _item = (one[f"{VOCABULARY}epcis"][0]["href"] for one in linkset(dl))

    stem = "https%3A%2F%2Fid.gs1.org%2F01%2F09520600012353"
    assert serial.endswith(f"/epcis/epcs/{stem}%2F21%2F{pack.serial}/events")
    assert lot.endswith(f"/epcis/epcs/{stem}%2F10%2FST25-2601-A3/events")
    answer = get(lot.removeprefix(settings.PUBLIC_ORIGIN), accept="application/json")
    assert answer.status_code == 200


def test_multiple(dl: str) -> None:
    for number in (1, 2):
        stored(f"/01/{GTIN}", "recipeInfo", f"https://example.com/{number}", languages=["vi"])

    answer = get(f"{dl}?linkType=gs1:recipeInfo")

    assert answer.status_code == 300
    (level,) = json.loads(answer.content)["linkset"]
    hrefs = [target["href"] for target in level[f"{VOCABULARY}recipeInfo"]]
    assert hrefs == ["https://example.com/1", "https://example.com/2"]


def test_specific_link_type_not_found(dl: str) -> None:
    assert head(f"{dl}?linkType=gs1:nosuch").status_code == 404
    assert head(f"{dl}?linkType=gs1:quickStartGuide").status_code == 404


def test_qs_passed_on(dl: str) -> None:
    stored(f"/01/{GTIN}", "support", "https://example.com/help?page=1#top")

    assert head(f"{dl}?foo=bar").headers["Location"].endswith("?foo=bar")
    passed = head(f"{dl}?linkType=gs1:support&context=x&foo=a%26b&page=2&17=271231")
    assert passed.headers["Location"] == "https://example.com/help?page=1&foo=a%26b&17=271231#top"


def test_link_types_defined(dl: str) -> None:
    relations = {key for level in linkset(dl) for key in level}

    ours = {one.removeprefix(VOCABULARY) for one in relations if one.startswith(VOCABULARY)}
    assert {"pip", "traceability", "recallStatus", "defaultLink"} <= ours
    assert ours - {"defaultLink"} <= LINK_TYPES


def test_rd_file() -> None:
    answer = get("/.well-known/gs1resolver")

    told = json.loads(answer.content)
    assert answer.headers["Content-Type"] == "application/json"
    assert told["resolverRoot"] == settings.PUBLIC_ORIGIN
    assert told["supportedPrimaryKeys"] == list(PRIMARY_KEYS)
    assert told["supportedLinkType"] == [{"namespace": VOCABULARY, "prefix": "gs1:"}]


def test_no_answer_sets_a_cookie(dl: str) -> None:
    for url in (dl, f"{dl}?linkType=linkset", "/.well-known/gs1resolver"):
        assert get(url).cookies == SimpleCookie()


def test_a_code_never_issued_is_never_sent_to_the_good_page(pack: Serial) -> None:
    answer = head(f"/01/{GTIN}/21/KL8G")

    page = answer.headers["Location"].removeprefix(settings.PUBLIC_ORIGIN)
    assert page == f"/q/01/{GTIN}/21/KL8G"
    assert get(page).status_code == 404


def test_a_stranger_is_not_found_and_trying_out_is_stopped(pack: Serial) -> None:
    assert get("/01/09520600012346").status_code == 404

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(settings, "ORIGIN_UNKNOWN_PER_HOUR", 3)
        answers = [head(f"/01/{GTIN}/21/KL8G{n}").status_code for n in range(4)]
    assert answers == [307, 307, 429, 429]
    assert head(f"/01/{GTIN}").status_code == 307


def test_every_key_of_the_dictionary_is_answered() -> None:
    """A code of each key that a stored link names leads to its page; unnamed ones are 404."""
    codes = {
        "00": "095206000123450001",
        "253": "9520600012346ABC",
        "255": "9520600012346",
        "401": "9520600ABC",
        "402": "95206000123450001",
        "414": "9520600012346",
        "417": "9520600012346",
        "8003": "09520600012346CRATE1",
        "8004": "9520600ASSET1",
        "8006": "095206000123460102",
        "8010": "9520600PART1",
        "8013": "1987654Ad4X4bL5ttr2310c2K",
        "8017": "952060001234500001",
        "8018": "952060001234500001",
    }
    assert {*codes, "01", "415"} == set(PRIMARY_KEYS)
    answered = {}
    for key, value in codes.items():
        path = f"/{key}/{value}"
        assert head(path).status_code == 404, path
        stored(path, "registryEntry", "https://example.com/")
        page = head(path).headers["Location"].removeprefix(settings.PUBLIC_ORIGIN)
        answered[key] = (page == f"/q{path}", get(page).status_code)
    assert answered == dict.fromkeys(codes, (True, 200))


def test_a_party_that_is_paid_is_answered_with_its_reference() -> None:
    party = make_cooperative()
    path = f"/415/{party.gln}"

    assert head(path).status_code == 400
    answer = head(f"{path}/8020/HD-2601")
    page = answer.headers["Location"].removeprefix(settings.PUBLIC_ORIGIN)
    assert (page, get(page).status_code) == (f"/q{path}/8020/HD-2601", 200)


def test_links_of_a_place_are_found_by_its_number(client: Client) -> None:
    party = make_cooperative()
    make_lot(make_item(party))

    page = get(f"/q/414/{party.gln}")

    assert page.status_code == 200
    assert "HTX Rạch Gò" in page.content.decode()
