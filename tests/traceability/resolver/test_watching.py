from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from marketplace.kernel.models import AuditRow
from tests.factories.traceability import make_cooperative, make_item, make_lot, make_pack, make_user
from tests.factories.traceability import make_serials as made
from traceability.epcis.core.build import EventBody
from traceability.lots.actions import activate_range, void_range
from traceability.lots.models import Serial
from traceability.resolver.actions import judge_pack, mark_sold
from traceability.resolver.buffer import Scan, buffer
from traceability.resolver.core.suspicion import Rule
from traceability.resolver.counting import count, device_of
from traceability.resolver.errors import JudgementReasonError
from traceability.resolver.models import (
    Destination,
    Finding,
    Judgement,
    PackingDevice,
    PackMark,
    ScanDay,
    SeenDevice,
)
from traceability.resolver.queue import findings_words, packs_to_judge
from traceability.resolver.tasks import forget_scanners
from traceability.resolver.watching import watch_marked

pytestmark = pytest.mark.django_db

NOON = datetime(2026, 1, 20, 5, tzinfo=UTC)
TODAY = date(2026, 1, 20)
TABLE = """113.161.7.0/24,VN-52,9.6,105.97
113.160.0.0/24,VN-HN,21.03,105.85
126.0.0.0/8,JP-13,35.69,139.69
10.0.0.0/8
"""


@pytest.fixture(autouse=True)
def at_noon() -> Any:  # noqa: ANN401 -- a generator
    buffer.drain()
    with time_machine.travel(NOON, tick=False) as traveller:
        yield traveller


@pytest.fixture
def areas(tmp_path: Path, settings: Any) -> None:  # noqa: ANN401 -- the fixture has no public type
    file = tmp_path / "areas.csv"
    file.write_text(TABLE, encoding="utf-8")
    settings.ORIGIN_AREA_FILE = str(file)


def opened(pack: Serial, address: str = "192.0.2.1", agent: str = "a phone") -> str:
    """Open the pack's page from an address, count it, and return the page."""
    client = Client(REMOTE_ADDR=address, headers={"user-agent": agent})
    page = client.get(f"/q/{pack.code}").content.decode()
    buffer.flush()
    return page


def found(pack: Serial) -> dict[str, int]:
    return dict(Finding.objects.filter(serial=pack).values_list("rule", "points"))


def crowd(pack: Serial, devices: int, day: date = TODAY) -> None:
    """Let so many devices open the pack."""
    scans = [Scan(pack.pk, day, device_of(str(n), "", pack.pk, day), NOON) for n in range(devices)]
    count(scans, {})


def is_marked(pack: Serial) -> bool:
    pack.refresh_from_db()
    return pack.unusual_since is not None


def test_two_provinces_within_minutes_give_points_and_no_mark(
    areas: None,
    at_noon: Any,  # noqa: ANN401 -- time-machine's traveller
) -> None:
    pack = make_pack()

    opened(pack, "113.161.7.9")
    at_noon.shift(timedelta(minutes=10))
    opened(pack, "113.160.0.7", "another phone")

    assert found(pack) == {Rule.TOO_FAR: 40}
    assert Finding.objects.get().facts == {"from": "VN-52", "to": "VN-HN", "km": 1271}
    assert not is_marked(pack)
    assert list(packs_to_judge()) == [pack]


def test_addresses_nobody_can_place_say_nothing(areas: None) -> None:
    pack = make_pack()

    opened(pack, "10.1.1.1")
    opened(pack, "203.0.113.5", "another phone")

    assert found(pack) == {}
    assert set(SeenDevice.objects.values_list("area", flat=True)) == {""}


def test_without_a_table_no_area_is_kept() -> None:
    pack = make_pack()

    opened(pack, "113.161.7.9")

    assert SeenDevice.objects.get().area == ""


def test_a_copy_sold_abroad_and_scanned_at_home_is_marked(
    areas: None,
    at_noon: Any,  # noqa: ANN401 -- time-machine's traveller
) -> None:
    pack = make_pack()
    Destination.objects.create(lot=pack.lot, area="VN")

    opened(pack, "113.161.7.9")
    at_noon.shift(timedelta(hours=1))
    opened(pack, "126.1.1.1", "another phone")

    assert found(pack) == {Rule.TOO_FAR: 40, Rule.OUTSIDE_MARKET: 30}
    assert is_marked(pack)
    assert PackMark.objects.get(serial=pack).score == 70


def test_a_label_scanned_before_it_is_on_sale_gives_points() -> None:
    (pack,) = made(make_lot(), 1)

    opened(pack)

    assert found(pack) == {Rule.TOO_EARLY: 20}
    assert not is_marked(pack)


def test_a_label_thrown_away_and_scanned_is_marked() -> None:
    pack = make_pack()
    void_range(run=pack.run, reason="Tem rách")

    opened(pack)

    assert found(pack) == {Rule.AFTER_END: 60}
    assert is_marked(pack)


def test_a_sold_pack_says_so_neutrally_and_gives_points_for_a_crowd() -> None:
    pack = make_pack()
    assert mark_sold(serials=[pack], day=date(2026, 1, 15)) == 1
    assert mark_sold(serials=[pack], day=date(2026, 1, 19)) == 0

    page = opened(pack)
    assert "Gói này đã bán ngày 15/01/2026." in page
    assert 'role="alert"' not in page
    crowd(pack, 6)

    assert found(pack) == {Rule.AFTER_SALE: 20}


def test_a_mark_goes_when_the_pack_has_been_quiet_for_long(
    at_noon: Any,  # noqa: ANN401 -- time-machine's traveller
) -> None:
    pack = make_pack()
    crowd(pack, 21)
    assert is_marked(pack)

    at_noon.shift(timedelta(days=13))
    assert watch_marked() == 0
    assert is_marked(pack)
    at_noon.shift(timedelta(days=2))

    assert watch_marked() == 1
    assert not is_marked(pack)


def test_what_staff_cleared_counts_no_more(
    at_noon: Any,  # noqa: ANN401 -- time-machine's traveller
) -> None:
    pack = make_pack()
    crowd(pack, 21)
    judge_pack(serial=pack, judgement=Judgement.CLEARED, reason="Hội chợ, nhiều khách xem")
    assert not is_marked(pack)

    at_noon.shift(timedelta(days=1))
    crowd(pack, 15, TODAY + timedelta(days=1))
    assert not is_marked(pack)
    more = [Scan(pack.pk, TODAY + timedelta(days=1), bytes([n])) for n in range(6)]
    count(more, {})

    assert is_marked(pack)


def test_a_trusted_pack_is_not_watched() -> None:
    pack = make_pack()
    judge_pack(serial=pack, judgement=Judgement.TRUSTED, reason="Gói mẫu ở quầy")

    crowd(pack, 50)

    assert not is_marked(pack)
    assert found(pack) == {}


def test_a_confirmed_copy_says_so_on_its_page(client: Client) -> None:
    pack = make_pack()
    ScanDay.objects.create(serial=pack, day=TODAY, devices=40)
    judge_pack(serial=pack, judgement=Judgement.COPIED, reason="Hai bao cùng mã ở Cần Thơ")

    page = client.get(f"/q/{pack.code}").content.decode()

    assert "Đã thấy tem chép của gói này" in page
    assert "Mã thật" not in page
    assert pack in packs_to_judge()
    row = AuditRow.objects.get(action="serial.judged_copied")
    assert row.details["reason"] == "Hai bao cùng mã ở Cần Thơ"


def test_nobody_judges_without_a_reason() -> None:
    with pytest.raises(JudgementReasonError):
        judge_pack(serial=make_pack(), judgement=Judgement.COPIED, reason=" ")


def test_staff_read_what_the_rules_said() -> None:
    pack = make_pack()
    crowd(pack, 21)

    assert findings_words(pack) == ("20/01/2026: quét bằng quá nhiều máy, 60 điểm (devices 21)")


def test_a_phone_that_packs_is_not_counted_for_its_own_party() -> None:
    member = make_user("+84900000003")
    pack = make_pack(make_lot(make_item(make_cooperative(member))))
    phone = Client(REMOTE_ADDR="192.0.2.9", headers={"user-agent": "scanner"})
    phone.force_login(member)

    assert "Hôm nay đóng gói bằng máy này" in phone.get(reverse("origin:packing")).content.decode()
    phone.post(reverse("origin:packing"))
    assert "Đến nửa đêm" in phone.get(reverse("origin:packing")).content.decode()
    opened(pack, "192.0.2.9", "scanner")
    opened(pack, "192.0.2.9", "a buyer's phone")

    pack.refresh_from_db()
    assert pack.scan_count == 1
    assert PackingDevice.objects.count() == 1


def test_a_phone_that_packs_for_others_is_counted() -> None:
    member = make_user("+84900000003")
    make_cooperative(member)
    stranger = make_pack(make_lot(make_item(make_household_of_others(), gtin14=None)))
    phone = Client(REMOTE_ADDR="192.0.2.9", headers={"user-agent": "scanner"})
    phone.force_login(member)
    phone.post(reverse("origin:packing"))

    opened(stranger, "192.0.2.9", "scanner")

    stranger.refresh_from_db()
    assert stranger.scan_count == 1


def make_household_of_others() -> Any:  # noqa: ANN401 -- a party
    from tests.factories.traceability import make_household

    return make_household()


def test_who_belongs_to_no_party_has_no_packing_page(client: Client) -> None:
    client.force_login(make_user())

    response = client.get(reverse("origin:packing"))

    assert (response.status_code, response.headers["Location"]) == (302, "/ban/ben/moi/")


def test_nothing_raw_is_older_than_a_day(
    at_noon: Any,  # noqa: ANN401 -- time-machine's traveller
) -> None:
    pack = make_pack()
    crowd(pack, 21)
    PackingDevice.objects.create(party=pack.lot.party, day=TODAY, device=b"x")
    at_noon.shift(timedelta(days=1))

    forget_scanners()

    assert not SeenDevice.objects.exists()
    assert not PackingDevice.objects.exists()
    assert ScanDay.objects.get().devices == 21
    assert Finding.objects.exists()
    at_noon.shift(timedelta(days=90))
    forget_scanners()
    assert not Finding.objects.exists()


@pytest.mark.parametrize("packs", [1, 10])
def test_counting_asks_no_more_for_many_packs(packs: int) -> None:
    lot = make_lot()
    serials = made(lot, packs)
    activate_range(run=serials[0].run)
    scans = [Scan(one.pk, TODAY, bytes([number]), NOON) for one in serials for number in range(25)]

    with CaptureQueriesContext(connection) as queries:
        count(scans, {})

    watching = [one for one in queries.captured_queries if "scanday" not in one["sql"].lower()]
    assert len([one for one in watching if "finding" in one["sql"].lower()]) == 2
    assert Serial.objects.filter(unusual_since__isnull=False).count() == packs


def test_an_event_of_a_sale_marks_the_packs_it_names() -> None:
    from traceability.epcis.actions import capture_events
    from traceability.epcis.actor import Actor

    pack, other = made(make_lot(), 2)
    body: EventBody = {
        "type": "ObjectEvent",
        "action": "OBSERVE",
        "eventTime": "2026-01-18T03:00:00Z",
        "eventTimeZoneOffset": "+07:00",
        "bizStep": "retail_selling",
        "disposition": "retail_sold",
        "epcList": [f"https://id.gs1.org/01/09520600012353/21/{pack.serial}"],
    }

    capture_events(bodies=[body], party=pack.lot.party, actor=Actor())

    assert PackMark.objects.values_list("serial", "sold_on").get() == (pack.pk, date(2026, 1, 18))
    assert not PackMark.objects.filter(serial=other).exists()
