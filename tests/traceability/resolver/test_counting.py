from collections import Counter
from datetime import date, datetime, timedelta, timezone

import pytest
import time_machine
from django.test import Client

from tests.factories.traceability import make_pack
from traceability.lots.models import Serial
from traceability.resolver.buffer import Scan, buffer
from traceability.resolver.counting import count, device_of, forget_devices
from traceability.resolver.models import ScanDay, SeenDevice, UnknownCode

pytestmark = pytest.mark.django_db

NOON = datetime(2026, 1, 20, 12, tzinfo=timezone(timedelta(hours=7)))
TODAY = date(2026, 1, 20)


@pytest.fixture(autouse=True)
def empty_buffer() -> None:
    buffer.drain()


def scans(serial: Serial, devices: int, day: date = TODAY) -> list[Scan]:
    return [Scan(serial.pk, day, device_of(str(n), "", serial.pk, day)) for n in range(devices)]


def test_opening_a_page_counts_the_device_once_a_day(client: Client) -> None:
    pack = make_pack()

    for _reload in range(3):
        client.get(f"/q/{pack.code}")
        buffer.flush()
    client.get(f"/q/{pack.code}", headers={"user-agent": "another phone"})
    buffer.flush()

    pack.refresh_from_db()
    assert pack.scan_count == 2
    assert ScanDay.objects.get().devices == 2


def test_asking_for_the_head_alone_is_no_scan(client: Client) -> None:
    client.head(f"/q/{make_pack().code}")

    assert buffer.drain() == ([], Counter())


def test_the_first_day_stays() -> None:
    pack = make_pack()

    count(scans(pack, 1), {})
    count(scans(pack, 1, TODAY + timedelta(days=3)), {})

    pack.refresh_from_db()
    assert (pack.scan_count, pack.first_scanned_on) == (2, TODAY)


def test_a_device_cannot_be_joined_across_packs_or_days() -> None:
    assert device_of("192.0.2.1", "x", 1, TODAY) != device_of("192.0.2.1", "x", 2, TODAY)
    assert device_of("192.0.2.1", "x", 1, TODAY) != device_of(
        "192.0.2.1", "x", 1, TODAY + timedelta(days=1)
    )
    assert b"192" not in device_of("192.0.2.1", "x", 1, TODAY)


def test_too_many_devices_mark_the_pack() -> None:
    pack = make_pack()
    with time_machine.travel(NOON, tick=False):
        count(scans(pack, 20), {})
        pack.refresh_from_db()
        assert pack.unusual_since is None

        count([Scan(pack.pk, TODAY, b"one more")], {})

    pack.refresh_from_db()
    assert pack.unusual_since == NOON


def test_scans_of_long_ago_do_not_mark_it() -> None:
    pack = make_pack()
    with time_machine.travel(NOON, tick=False):
        count(scans(pack, 20, TODAY - timedelta(days=14)), {})
        count(scans(pack, 20), {})

    pack.refresh_from_db()
    assert (pack.scan_count, pack.unusual_since) == (40, None)


def test_what_told_devices_apart_is_deleted_the_day_after() -> None:
    pack = make_pack()
    count(scans(pack, 3, TODAY - timedelta(days=1)), {})
    count(scans(pack, 2, TODAY), {})

    with time_machine.travel(NOON, tick=False):
        assert forget_devices() == 3

    assert SeenDevice.objects.count() == 2


def test_unknown_codes_are_counted_by_day(client: Client) -> None:
    for _time in range(2):
        client.get("/q/7K3Q9ZXWPM2")
    buffer.flush()
    client.get("/q/7K3Q9ZXWPM2")
    buffer.flush()

    assert UnknownCode.objects.values_list("code", "times").get() == ("7K3Q9ZXWPM2", 3)


def test_a_database_that_is_away_costs_scans_and_nothing_else(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(*_args: object) -> None:
        raise OSError("database is away")

    monkeypatch.setattr("traceability.resolver.counting.count", broken)
    buffer.add(Scan(1, TODAY, b"x"))

    buffer.flush()

    assert "1 scans could not be counted" in caplog.text
    assert buffer.drain() == ([], Counter())
