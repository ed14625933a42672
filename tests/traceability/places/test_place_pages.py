from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from marketplace.base.accounts.models import User
from marketplace.base.places.load import load_places
from tests.factories.traceability import make_cooperative, make_place, make_user
from traceability.identifiers import IdentifierDraft, give_identifier
from traceability.models import Party, Place, PlaceIdentifier, Season

pytestmark = pytest.mark.django_db

WALKED = "9.6000, 105.9700\n9.6000, 105.9710\n9.6010, 105.9710\n9.6010, 105.9700"


@pytest.fixture
def member(client: Client) -> User:
    user = make_user()
    client.force_login(user)
    return user


@pytest.fixture
def cooperative(member: User) -> Party:
    return make_cooperative(member)


@pytest.fixture
def plot(cooperative: Party) -> Place:
    return make_place(cooperative, area_m2=12_000)


def new_place(party: Party, **fields: str) -> dict[str, str]:
    return {
        "party": str(party.pk),
        "kind": "plot",
        "name": "Ruộng B1",
        "locality": "Hòa Tú",
        "ward": "",
        "area_m2": "",
        "code": "",
        "valid_from": "",
        "valid_to": "",
        **fields,
    }


def test_an_empty_list_says_what_to_do_first(client: Client, cooperative: Party) -> None:
    page = client.get("/ban/noi/").content.decode()

    assert "Chưa có nơi nào" in page
    assert f"/ban/noi/ben/{cooperative.pk}/" in page


def test_a_place_is_added_outlined_and_shown(client: Client, cooperative: Party) -> None:
    added = client.post("/ban/noi/moi/", new_place(cooperative, area_m2="9000"))
    place = Place.objects.get()
    assert added["Location"] == f"/ban/noi/{place.uuid}/"

    client.post(f"/ban/noi/{place.uuid}/ranh/", {"text": WALKED})
    page = client.get(f"/ban/noi/{place.uuid}/").content.decode()

    place.refresh_from_db()
    assert place.measured_m2 == 12141
    assert "12.141 m²" in page
    assert "lệch +35 %" in page
    assert '<path d="M' in page


def test_an_outline_comes_from_a_file_too_and_a_bad_one_keeps_what_was_typed(
    client: Client, plot: Place
) -> None:
    kml = (
        "<kml><Polygon><outerBoundaryIs><coordinates>105.97,9.6 105.971,9.6 105.971,9.601"
        "</coordinates></outerBoundaryIs></Polygon></kml>"
    )
    url = f"/ban/noi/{plot.uuid}/ranh/"
    client.post(url, {"file": SimpleUploadedFile("ruong.kml", kml.encode())})
    plot.refresh_from_db()
    assert (plot.geometry or {})["type"] == "Polygon"

    refused = client.post(url, {"text": "9.6, 105.97\n9.6, 105.98"})
    assert refused.status_code == 422
    assert "hai điểm chưa thành hình" in refused.content.decode()
    assert "9.6, 105.98</textarea>" in refused.content.decode()

    client.post(url, {"text": ""})
    plot.refresh_from_db()
    assert plot.geometry is None


def test_seasons_are_added_corrected_and_kept_apart(client: Client, plot: Place) -> None:
    url = f"/ban/noi/{plot.uuid}/vu/"
    client.post(f"{url}moi/", {"kind": "shrimp", "starts_on": "2026-01-10", "ends_on": ""})
    season = Season.objects.get()

    clash = client.post(f"{url}moi/", {"kind": "rice", "starts_on": "2026-08-01"})
    assert clash.status_code == 422
    assert "tôm 10/01/2026" in clash.content.decode()

    client.post(
        f"{url}{season.uuid}/",
        {"kind": "shrimp", "starts_on": "2026-01-10", "ends_on": "2026-07-20"},
    )
    again = client.post(
        f"{url}moi/", {"kind": "rice", "variety": "ST25", "starts_on": "2026-08-01"}
    )
    assert again.status_code == 302
    assert "ST25" in client.get(f"/ban/noi/{plot.uuid}/").content.decode()


def test_a_code_is_followed_not_overwritten(client: Client, plot: Place) -> None:
    url = f"/ban/noi/{plot.uuid}/ma/"
    typed = {"scheme": "growing_area", "value": "VN-94-0001", "valid_from": "2024-01-01"}
    client.post(f"{url}moi/", typed)
    code = PlaceIdentifier.objects.get()

    twice = client.post(f"{url}moi/", typed | {"value": "VN-94-0002"})
    assert twice.status_code == 422
    assert "đã có mã VN-94-0001" in twice.content.decode()

    client.post(f"{url}{code.pk}/", {"what": "follow", "value": "VN-92-0001", "day": "2025-07-01"})
    page = client.get(f"/ban/noi/{plot.uuid}/").content.decode()
    assert "VN-94-0001" in page
    assert "VN-92-0001" in page
    code.refresh_from_db()
    assert code.valid_to == date(2025, 6, 30)


def test_a_second_tab_that_ends_a_code_hears_that_it_has_ended(client: Client, plot: Place) -> None:
    code = give_identifier(owner=plot, draft=IdentifierDraft(scheme="farm", value="AO-1"))
    yesterday = (timezone.localdate() - timedelta(days=1)).isoformat()
    url = f"/ban/noi/{plot.uuid}/ma/{code.pk}/"

    assert client.post(url, {"what": "end", "day": yesterday}).status_code == 302
    late = client.post(url, {"what": "end", "day": yesterday})

    assert late.status_code == 422
    assert "đã hết hiệu lực" in late.content.decode()


def test_the_party_moves_with_its_commune_then_and_now(client: Client, cooperative: Party) -> None:
    load_places(only_provinces={"92"})
    url = f"/ban/noi/ben/{cooperative.pk}/"

    moved = client.post(url, {"address": "Ấp mẫu 1", "ward": "31717", "ward_tinh": "92"})
    cooperative.refresh_from_db()

    assert moved.status_code == 302
    assert (cooperative.address, cooperative.place_code) == ("Ấp mẫu 1", "31717")
    Party.objects.filter(pk=cooperative.pk).update(created_at="2024-01-01T00:00:00+07:00")
    page = client.get(url).content.decode()
    assert "Huyện" in page
    assert "Nay:" in page


def test_the_search_button_of_the_ward_picker_saves_nothing(
    client: Client, cooperative: Party
) -> None:
    load_places(only_provinces={"92"})
    typed = new_place(cooperative, name="", ward_q="hoa tu", ward_find="1")

    page = client.post("/ban/noi/moi/", typed)

    assert page.status_code == 200
    assert Place.objects.count() == 0
    assert "31717" in page.content.decode()


@pytest.mark.parametrize("path", ["", "sua/", "ranh/", "vu/moi/", "ma/moi/"])
def test_strangers_hear_that_there_is_nothing(client: Client, path: str) -> None:
    place = make_place(make_cooperative())
    client.force_login(make_user("+84900000009"))

    assert client.get(f"/ban/noi/{place.uuid}/{path}").status_code == 404
    assert client.get(f"/ban/noi/ben/{place.party_id}/").status_code == 404


def test_ten_places_are_listed_with_as_many_queries_as_one(
    client: Client, cooperative: Party, django_assert_max_num_queries: object
) -> None:
    for number in range(10):
        make_place(cooperative, name=f"Ruộng {number}")
    client.get("/ban/noi/")

    with django_assert_max_num_queries(9):  # type: ignore[operator]
        page = client.get("/ban/noi/").content.decode()
    assert page.count("Ruộng ") >= 10


def test_a_place_is_changed_and_keeps_its_gln(client: Client, cooperative: Party) -> None:
    mill = make_place(cooperative, "mill", gln="9520600010014")

    changed = client.post(
        f"/ban/noi/{mill.uuid}/sua/", new_place(cooperative, kind="mill", name="Nhà máy B")
    )

    mill.refresh_from_db()
    assert changed.status_code == 302
    assert (mill.name, mill.gln) == ("Nhà máy B", "9520600010014")
