"""The diary's pages: tiles, short forms, the phone's queue, what was written, mistakes."""

import json
import uuid
from datetime import timedelta
from io import BytesIO
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from PIL import Image
from pytest_django.fixtures import DjangoAssertNumQueries

from marketplace.base.media.models import originals
from marketplace.kernel.clock import now
from tests.factories.traceability import (
    make_cooperative,
    make_household,
    make_item,
    make_lot,
    make_place,
    make_user,
)
from traceability.journal.core.steps import SPECS
from traceability.journal.models import Entry, VoiceNote
from traceability.models import Party, Place, PlaceKind

pytestmark = pytest.mark.django_db

LOG = "/ban/nhat-ky/"
WEBM = b"\x1a\x45\xdf\xa3" + b"sound" * 20


@pytest.fixture
def party() -> Party:
    return make_cooperative(make_user())


@pytest.fixture
def plot(party: Party) -> Place:
    return make_place(party)


@pytest.fixture
def member(client: Client, party: Party) -> Client:
    client.force_login(party.members.get())
    return client


def typed(party: Party, plot: Place, **more: object) -> dict[str, object]:
    start = {
        "viec": "fertilise",
        "ben": party.pk,
        "ma": str(uuid.uuid4()),
        "noi": plot.pk,
        "luc": "now",
        "o_product": "Urê",
        "o_amount_kg": "150",
    }
    return start | more


def recordings() -> set[Path]:
    return set(Path(originals().location).rglob("*.webm"))  # type: ignore[attr-defined]


def photo() -> SimpleUploadedFile:
    out = BytesIO()
    Image.new("RGB", (40, 30), "green").save(out, "JPEG")
    return SimpleUploadedFile("ruong.jpg", out.getvalue(), "image/jpeg")


@pytest.mark.parametrize("step", ["", *sorted(SPECS)])
def test_every_step_has_a_page(member: Client, party: Party, plot: Place, step: str) -> None:
    make_place(party, PlaceKind.POND, name="Vuông T1")
    response = member.get(LOG, {"viec": step})
    assert response.status_code == 200
    assert "Hôm nay làm gì?" in response.content.decode()


def test_who_belongs_to_no_party_is_led_to_one(client: Client) -> None:
    client.force_login(make_user("+84900000009"))
    assert client.get(LOG).headers["Location"] == "/ban/ben/moi/"


def test_who_is_not_signed_in_is_asked_to(client: Client) -> None:
    assert client.get(LOG).headers["Location"] == "/dang-nhap/?next=/ban/nhat-ky/"


def test_an_entry_with_voice_and_photo_is_kept(member: Client, party: Party, plot: Place) -> None:
    voice = SimpleUploadedFile("noi.webm", WEBM, "audio/webm")
    form = typed(party, plot, them="Lúa xanh đều", tieng=voice, hinh=photo())
    assert member.post(LOG, form).status_code == 302
    entry = Entry.objects.get()
    body = entry.event.body
    assert body["stt:product"] == "Urê"
    assert body["stt:amountKg"] == 150
    assert body["stt:note"] == "Lúa xanh đều"
    assert entry.voice is not None
    assert body["stt:voice"] == {"id": str(entry.voice_id), "sha256": entry.voice.sha256}
    assert len(body["stt:pictures"]) == entry.pictures.count() == 1
    played = member.get(f"{LOG}tieng/{entry.voice_id}/")
    assert b"".join(played.streaming_content) == WEBM  # type: ignore[attr-defined]
    assert played.headers["Content-Type"] == "audio/webm"
    page = member.get(LOG).content.decode()
    assert "Bón phân" in page
    assert "Lúa xanh đều" in page


def test_a_voice_is_played_to_members_only(client: Client, party: Party) -> None:
    note = VoiceNote.objects.create(party=party, file="x", content_type="audio/webm", size=1)
    stranger = make_user("+84900000009")
    make_household(stranger)
    client.force_login(stranger)
    assert client.get(f"{LOG}tieng/{note.pk}/").status_code == 404


@pytest.mark.parametrize(
    ("more", "told"),
    [
        ({"o_product": ""}, "Chưa ghi ô này"),
        ({"luc": "at", "ngay": "2999-01-01"}, "Giờ này chưa tới. Chọn giờ đã qua."),
        ({"noi": ""}, "Chọn ruộng hay vuông."),
        ({"o_amount_kg": "nhiều"}, "o_amount_kg_error"),
        (
            {"tieng": SimpleUploadedFile("a.webm", b"no sound at all")},
            "Không nghe được đoạn này. Ghi âm lại.",
        ),
        ({"hinh": SimpleUploadedFile("a.jpg", b"no photo")}, "Hình bị hư"),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_stays(
    member: Client, party: Party, plot: Place, more: dict[str, object], told: str
) -> None:
    response = member.post(LOG, typed(party, plot, them="Giữ chữ này") | more)
    page = response.content.decode()
    assert response.status_code == 422
    assert told in page
    assert "Giữ chữ này" in page
    assert not Entry.objects.exists()
    assert not VoiceNote.objects.exists()


def test_what_was_said_does_not_stay_behind_when_the_entry_is_refused(
    member: Client, party: Party, plot: Place
) -> None:
    there = recordings()
    damaged = SimpleUploadedFile("a.jpg", b"no photo")
    voice = SimpleUploadedFile("noi.webm", WEBM)
    assert member.post(LOG, typed(party, plot, tieng=voice, hinh=damaged)).status_code == 422
    assert recordings() == there


def test_a_long_recording_is_refused(
    member: Client, party: Party, plot: Place, settings: pytest.FixtureRequest
) -> None:
    settings.JOURNAL_VOICE_MAX_BYTES = 50  # type: ignore[attr-defined]
    form = typed(party, plot, tieng=SimpleUploadedFile("noi.webm", WEBM))
    assert "Đoạn ghi âm dài quá" in member.post(LOG, form).content.decode()


@pytest.mark.parametrize(("luc", "ago"), [("now", 0), ("hour", 3600), ("day", 86_400)])
def test_an_entry_may_be_late(
    member: Client, party: Party, plot: Place, luc: str, ago: int
) -> None:
    typed_at = now() - timedelta(hours=5)
    member.post(LOG, typed(party, plot, luc=luc, viet_luc=typed_at.isoformat()))
    happened = typed_at - timedelta(seconds=ago)
    assert abs(Entry.objects.get().happened_at - happened) < timedelta(seconds=1)


def test_a_form_sent_twice_is_one_entry(member: Client, party: Party, plot: Place) -> None:
    form = typed(party, plot)
    for _ in range(2):
        assert member.post(LOG, form).status_code == 302
    assert Entry.objects.count() == 1


def test_the_queue_hears_what_became_of_each_entry(
    member: Client, party: Party, plot: Place
) -> None:
    form = typed(party, plot)
    first, second = (member.post(f"{LOG}gui/", form) for _ in range(2))
    assert (first.status_code, second.status_code) == (201, 200)
    assert first.json()["id"] == second.json()["id"]
    faulty = member.post(f"{LOG}gui/", typed(party, plot, o_product=""))
    assert faulty.status_code == 422
    assert faulty.json()["errors"] == ["Tên phân, thuốc: Chưa ghi ô này."]
    assert member.post(f"{LOG}gui/", {"viec": "nothing"}).status_code == 422
    assert member.get(f"{LOG}gui/").json()["token"]


def test_the_queue_is_told_to_sign_in_again(client: Client, party: Party, plot: Place) -> None:
    assert client.get(f"{LOG}gui/").status_code == 401
    answer = client.post(f"{LOG}gui/", typed(party, plot))
    assert (answer.status_code, answer.json()["error"]) == (401, "Đăng nhập lại để gửi.")


def test_a_diary_of_somebody_else_cannot_be_written(member: Client, plot: Place) -> None:
    other = make_household()
    place = make_place(other)
    assert member.post(f"{LOG}gui/", typed(other, place)).status_code == 404


def test_a_place_of_somebody_else_is_no_choice(member: Client, party: Party, plot: Place) -> None:
    place = make_place(make_household(), name="Ruộng lạ")
    assert member.post(f"{LOG}gui/", typed(party, plot, noi=place.pk)).status_code == 422


def test_a_wrong_entry_is_written_again(member: Client, party: Party, plot: Place) -> None:
    member.post(LOG, typed(party, plot, them="Sáu bao"))
    entry = Entry.objects.get()
    address = f"{LOG}{entry.uuid}/sai/"
    assert "Sai chỗ nào?" in member.get(address).content.decode()
    answer = member.post(address, {"reason": "incorrect_data", "words": "nhầm bao"})
    page = member.get(answer.headers["Location"].partition("#")[0]).content.decode()
    assert 'value="150"' in page
    assert "Sáu bao" in page
    again = typed(party, plot, o_amount_kg="175", sua=str(entry.uuid))
    member.post(LOG, again)
    assert Entry.objects.get(replaces=entry).event.body["stt:amountKg"] == 175
    assert member.post(address, {"reason": "incorrect_data"}).status_code == 422


def test_an_entry_is_taken_back_within_a_minute(member: Client, party: Party, plot: Place) -> None:
    member.post(LOG, typed(party, plot))
    entry = Entry.objects.get()
    assert "Rút lại" in member.get(LOG).content.decode()
    page = member.post(f"{LOG}{entry.uuid}/hoan-tac/", follow=True).content.decode()
    assert "Đã rút lại." in page
    entry.event.refresh_from_db()
    assert entry.event.declared_wrong_at is not None


def test_a_stranger_marks_nothing_as_wrong(
    client: Client, member: Client, party: Party, plot: Place
) -> None:
    member.post(LOG, typed(party, plot))
    entry = Entry.objects.get()
    stranger = make_user("+84900000009")
    make_household(stranger)
    client.force_login(stranger)
    assert client.post(f"{LOG}{entry.uuid}/sai/", {"reason": "did_not_occur"}).status_code == 404
    assert client.post(f"{LOG}{entry.uuid}/hoan-tac/").status_code == 404


def test_the_diary_is_filtered_by_place_and_lot(member: Client, party: Party, plot: Place) -> None:
    lot = make_lot(make_item(party))
    other = make_place(party, name="Ruộng B7")
    member.post(LOG, typed(party, plot, o_product="Phân một"))
    member.post(LOG, typed(party, other, o_product="Phân hai", lo=lot.link_code))
    whole = member.get(f"{LOG}so/").content.decode()
    assert "Phân một" in whole
    assert "Phân hai" in whole
    by_place = member.get(f"{LOG}so/", {"noi": plot.pk}).content.decode()
    assert "Phân một" in by_place
    assert "Phân hai" not in by_place
    by_lot = member.get(f"{LOG}so/", {"lo": lot.link_code}).content.decode()
    assert "Phân hai" in by_lot
    assert "Phân một" not in by_lot


def test_an_empty_diary_says_how_to_begin(member: Client) -> None:
    page = member.get(f"{LOG}so/").content.decode()
    assert "Bạn ghi gì sẽ nằm ở đây, mới nhất ở trên." in page


def test_a_diary_of_ten_asks_as_much_as_a_diary_of_one(
    member: Client, party: Party, plot: Place, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    member.post(LOG, typed(party, plot, hinh=photo()))
    with CaptureQueriesContext(connection) as one:
        member.get(f"{LOG}so/")
        asked = len(one)
    for _ in range(9):
        member.post(LOG, typed(party, plot, hinh=photo()))
    with django_assert_num_queries(asked):
        member.get(f"{LOG}so/")


def test_the_worker_keeps_to_the_diary(client: Client) -> None:
    answer = client.get(f"{LOG}sw.js")
    text = answer.content.decode()
    assert answer.headers["Content-Type"] == "text/javascript; charset=utf-8"
    assert answer.headers["Cache-Control"] == "no-cache"
    assert 'const ROOT = "/ban/nhat-ky/"' in text
    assert "@version@" not in text
    assert json.dumps(list(SPECS))[1:-1] in text


def test_a_lot_is_milled_at_a_new_place(member: Client, party: Party) -> None:
    lot = make_lot(make_item(party))
    form = {
        "viec": "mill",
        "ben": party.pk,
        "lo": lot.link_code,
        "luc": "at",
        "ngay": "2026-01-10",
        "o_amount": "4.200,5",
        "noi_moi": "Mỹ Xuyên",
        "them": "Tách màu",
    }
    for _ in range(2):
        member.post(LOG, form | {"ma": str(uuid.uuid4())})
    place = Place.objects.get()
    assert (place.kind, place.name, place.locality) == ("mill", "Mỹ Xuyên", "Mỹ Xuyên")
    made = lot.events.filter(event_time__date="2026-01-10").first()
    assert made is not None
    assert made.body["outputQuantityList"][0]["quantity"] == 4200.5
    page = member.get(f"/ban/lo/{lot.link_code}/").content.decode()
    assert "10/01/2026 · 4,2005 tấn · Mỹ Xuyên" in page
    assert "Tách màu" in page


def test_a_first_field_is_named_in_the_form(member: Client, party: Party) -> None:
    form = {
        "viec": "fertilise",
        "ben": party.pk,
        "ma": str(uuid.uuid4()),
        "noi_moi": "Ruộng C1",
        "o_product": "Urê",
    }
    assert member.post(LOG, form).status_code == 302
    entry = Entry.objects.get()
    assert entry.place is not None
    assert (entry.place.kind, entry.place.name) == ("plot", "Ruộng C1")
