"""Readings from devices: kept once, watched, put right, summed up into events."""

import json
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
import time_machine
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from tests.factories.traceability import (
    make_cooperative,
    make_household,
    make_item,
    make_lot,
    make_place,
    make_user,
)
from traceability.epcis.core.check import faults
from traceability.epcis.models import Event
from traceability.epcis.rest.models import ApiKey
from traceability.journal.actions import write_entry
from traceability.journal.core.chart import line
from traceability.journal.core.readings import ReadingsError, parse
from traceability.journal.devices import (
    DeviceDraft,
    add_device,
    note_quiet,
    set_limits,
    take_away,
)
from traceability.journal.drafts import EntryDraft
from traceability.journal.models import Alert, Device, Entry, Reading
from traceability.journal.summing import sum_up
from traceability.models import Party, PlaceKind, Season

pytestmark = pytest.mark.django_db

NOON = datetime(2026, 1, 14, 5, 0, tzinfo=UTC)  # noon in Vietnam
PATH = "/origin/readings/"


@pytest.fixture
def party() -> Party:
    return make_cooperative(make_user())


@pytest.fixture
def added(party: Party) -> tuple[Device, str]:
    pond = make_place(party, PlaceKind.POND, name="Vuông T1")
    return add_device(draft=DeviceDraft(place=pond, name="Đầu dò", kind="probe", span="hour"))


def reading(minute: int = 0, value: object = 3.1, kind: str = "salinity") -> dict[str, object]:
    return {"type": kind, "value": value, "time": f"2026-01-14T12:{minute:02}:00+07:00"}


def post(client: Client, key: str, told: object) -> Any:  # noqa: ANN401 -- Django's test response
    return client.post(
        PATH,
        json.dumps(told),
        content_type="application/json",
        headers={"Authorization": f"Bearer {key}"},
    )


@time_machine.travel(NOON + timedelta(hours=1), tick=False)
def test_readings_are_kept_once_however_often_they_are_sent(
    client: Client, added: tuple[Device, str]
) -> None:
    device, key = added
    batch = {"readings": [reading(), reading(5), reading(5, 7.9, "ph")]}
    answers = [post(client, key, batch).json() for _ in range(2)]
    assert answers == [
        {"new": 3, "known": 0, "faults": []},
        {"new": 0, "known": 3, "faults": []},
    ]
    assert post(client, key, reading()).json()["known"] == 1
    assert Reading.objects.count() == 3
    device.refresh_from_db()
    assert device.last_seen_at == NOON + timedelta(hours=1)


@time_machine.travel(NOON + timedelta(hours=1), tick=False)
def test_each_faulty_reading_is_named_and_the_others_are_kept(
    client: Client, added: tuple[Device, str]
) -> None:
    batch = [
        reading(),
        reading(value=99),
        reading(kind="colour"),
        {**reading(), "unit": "mg/L"},
        {"type": "ph", "value": "7", "time": "2026-01-14T12:00:00Z"},
        {"type": "ph", "value": 7, "time": "yesterday"},
        7,
    ]
    answer = post(client, added[1], batch)
    assert answer.status_code == 200
    assert answer.json()["new"] == 1
    told = [(one["index"], one["code"]) for one in answer.json()["faults"]]
    assert told == [
        (1, "range"),
        (2, "type"),
        (3, "unit"),
        (4, "value"),
        (5, "time"),
        (6, "reading"),
    ]
    assert post(client, added[1], batch[1:2]).status_code == 422


@pytest.mark.parametrize("told", ["no json", [], {"readings": []}, {"readings": 7}])
def test_what_is_no_request_is_refused(
    client: Client, added: tuple[Device, str], told: object
) -> None:
    answer = post(client, added[1], told)
    assert (answer.status_code, answer.json()["error"]) == (400, "readings_faulty")


def test_a_request_of_more_than_64_kilobytes_is_refused(
    client: Client, added: tuple[Device, str]
) -> None:
    answer = post(client, added[1], [reading()] * 1500)
    assert (answer.status_code, answer.json()["error"]) == (413, "readings_too_large")


def test_only_a_device_that_is_there_may_send(client: Client, added: tuple[Device, str]) -> None:
    device, key = added
    assert client.post(PATH, "{}", content_type="application/json").status_code == 401
    assert post(client, "stt_00000000_x", reading()).status_code == 401
    ApiKey.objects.update(scopes=["capture"])
    assert post(client, key, reading()).status_code == 403
    ApiKey.objects.update(scopes=["device"])
    take_away(device=device)
    assert post(client, key, reading()).status_code == 401
    assert client.get(PATH).status_code == 405


@time_machine.travel(NOON + timedelta(hours=1), tick=False)
def test_a_clock_that_is_wrong_is_put_right_and_still_counts_once(
    client: Client, added: tuple[Device, str]
) -> None:
    slow = {"type": "salinity", "value": 3, "time": "2020-01-01T00:00:00Z"}
    batch = {"sent_at": "2020-01-01T00:10:00Z", "readings": [slow]}
    post(client, added[1], batch)
    kept = Reading.objects.get()
    assert kept.taken_at == NOON + timedelta(minutes=50)
    assert kept.is_clock_wrong
    again = {"sent_at": "2020-01-01T00:11:00Z", "readings": [slow]}
    assert post(client, added[1], again).json() == {"new": 0, "known": 1, "faults": []}


@time_machine.travel(NOON, tick=False)
def test_a_reading_from_the_future_is_dated_now(client: Client, added: tuple[Device, str]) -> None:
    post(client, added[1], {**reading(), "time": "2031-01-01T00:00:00Z"})
    assert Reading.objects.get().taken_at == NOON


@time_machine.travel(NOON + timedelta(hours=2), tick=False)
def test_an_hour_of_readings_becomes_one_event(client: Client, added: tuple[Device, str]) -> None:
    device, key = added
    post(client, key, [reading(0, 3.1), reading(30, 3.3), reading(59, 3.2), reading(30, 8, "ph")])
    assert sum_up() == 1
    assert sum_up() == 0
    event = Event.objects.get()
    assert faults(event.body) == []
    assert event.body["eventTime"] == "2026-01-14T12:59:59+07:00"
    assert event.body["stt:season"] == str(Season.objects.get().uuid)
    assert event.body["sensorElementList"] == [
        {
            "sensorMetadata": {
                "startTime": "2026-01-14T12:00:00+07:00",
                "endTime": "2026-01-14T12:59:59+07:00",
                "deviceID": device.uuid.urn,
            },
            "sensorReport": [
                {
                    "type": "stt:PH",
                    "minValue": 8,
                    "maxValue": 8,
                    "meanValue": 8,
                    "uom": "Q30",
                    "stt:readings": 1,
                },
                {
                    "type": "stt:Salinity",
                    "minValue": 3.1,
                    "maxValue": 3.3,
                    "meanValue": 3.2,
                    "uom": "NX",
                    "stt:readings": 3,
                },
            ],
        }
    ]
    entry = Entry.objects.get()
    assert (entry.source, entry.event, entry.place) == ("sensor", event, device.place)
    assert set(Reading.objects.values_list("summed_in", flat=True)) == {event.pk}
    post(client, key, reading(40, 3.4))
    assert sum_up() == 1
    assert Event.objects.count() == 2


def test_an_hour_that_goes_on_waits(client: Client, added: tuple[Device, str]) -> None:
    with time_machine.travel(NOON + timedelta(minutes=40), tick=False):
        post(client, added[1], reading(30))
        assert sum_up() == 0


@time_machine.travel(NOON + timedelta(hours=1), tick=False)
def test_a_value_outside_the_limits_is_told_at_once(
    client: Client, added: tuple[Device, str]
) -> None:
    device, key = added
    set_limits(place=device.place, limits={"salinity": (None, Decimal(4)), "ph": (None, None)})
    post(client, key, [reading(0, 3.9), reading(5, 4.5), reading(10, 6), reading(15, 5)])
    alert = Alert.objects.get()
    assert (alert.measure, alert.worst, alert.ended_at) == ("salinity", Decimal(6), None)
    client.force_login(device.party.members.get())
    page = client.get("/ban/nhat-ky/").content.decode()
    assert "Vuông T1: Độ mặn 6 ‰, ngoài ngưỡng." in page
    post(client, key, reading(20, 3.5))
    alert.refresh_from_db()
    assert alert.ended_at is not None


def test_a_quiet_device_is_noticed(client: Client, added: tuple[Device, str]) -> None:
    device, key = added
    with time_machine.travel(device.created_at + timedelta(hours=25), tick=False):
        assert note_quiet() == 1
        client.force_login(device.party.members.get())
        assert "lâu rồi không gửi" in client.get("/ban/nhat-ky/").content.decode()
        post(client, key, {"type": "ph", "value": 7})
        assert note_quiet() == 0


def test_a_device_is_added_with_a_key_that_is_shown_once(client: Client, party: Party) -> None:
    client.force_login(party.members.get())
    pond = make_place(party, PlaceKind.POND, name="Vuông T1")
    form = {"ben": party.pk, "name": "Đầu dò", "place": pond.pk, "kind": "probe", "span": "day"}
    page = client.post("/ban/thiet-bi/", form).content.decode()
    device = Device.objects.get()
    key = page.partition('<code class="key">')[2].partition("</code>")[0]
    assert post(client, key, {"type": "ph", "value": 7}).json()["new"] == 1
    assert key not in client.get("/ban/thiet-bi/").content.decode()
    address = f"/ban/thiet-bi/{device.uuid}/"
    shown = client.get(address).content.decode()
    assert "<polyline" in shown
    assert "pH: 7" in shown
    told = client.post(address, {"ph_low": "9", "ph_high": "6,5"})
    assert told.status_code == 422
    client.post(address, {"ph_low": "6,5", "ph_high": "9"})
    assert 'value="6,5"' in client.get(address).content.decode()
    table = b"".join(client.get(f"{address}so-do.csv").streaming_content)  # type: ignore[attr-defined]
    assert table.splitlines()[0] == b"time,measure,value,unit,clock_was_wrong"
    assert len(table.splitlines()) == 2
    client.post(f"{address}go/")
    device.refresh_from_db()
    assert device.stopped_at is not None


def test_devices_of_others_are_not_there(client: Client, added: tuple[Device, str]) -> None:
    stranger = make_user("+84900000009")
    make_household(stranger)
    client.force_login(stranger)
    for path in ("", "so-do.csv"):
        assert client.get(f"/ban/thiet-bi/{added[0].uuid}/{path}").status_code == 404
    assert client.post(f"/ban/thiet-bi/{added[0].uuid}/go/").status_code == 404


@given(
    st.binary(max_size=200)
    | st.recursive(
        st.none() | st.booleans() | st.floats() | st.text(max_size=9) | st.integers(),
        lambda some: (
            st.lists(some, max_size=3)
            | st.dictionaries(
                st.sampled_from(["type", "value", "time", "readings", "sent_at", "unit"]), some
            )
        ),
    ).map(lambda told: json.dumps(told).encode())
)
def test_whatever_is_sent_is_read_or_refused(content: bytes) -> None:
    try:
        parcel = parse(content, NOON)
    except ReadingsError:
        return
    assert parcel.drafts or parcel.faults
    assert all(one.taken_at <= NOON + timedelta(minutes=5) for one in parcel.drafts)


def test_a_chart_stays_within_its_frame() -> None:
    drawn = line([(NOON, Decimal(1)), (NOON + timedelta(hours=1), Decimal(3))], [Decimal(4)])
    assert drawn is not None
    assert drawn.points == "6.0,90.0 314.0,34.0"
    assert drawn.limits == [6.0]
    assert line([]) is None


@time_machine.travel(NOON + timedelta(hours=1), tick=False)
def test_a_lot_shows_what_was_measured_where_it_grew(
    client: Client, added: tuple[Device, str]
) -> None:
    device, key = added
    lot = make_lot(make_item(device.party), harvested_on=None, packed_on=None)
    start = NOON - timedelta(days=1)
    stocked = EntryDraft(
        party=device.party,
        step="stock",
        happened_at=start,
        place=device.place,
        values={"amount": 9},
    )
    caught = EntryDraft(
        party=device.party,
        step="catch",
        happened_at=NOON,
        place=device.place,
        lot=lot,
        values={"amount": Decimal(5)},
    )
    write_entry(draft=stocked)
    post(client, key, reading(0, 3.1))
    write_entry(draft=caught)
    client.force_login(device.party.members.get())
    page = client.get(f"/ban/lo/{lot.link_code}/").content.decode()
    assert "Độ mặn: 3,1 ‰ ngày 14/01/2026" in page
    assert "<polyline" in page
