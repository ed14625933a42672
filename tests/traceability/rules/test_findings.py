from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from tests.factories.traceability import make_cooperative, make_place, make_user
from tests.traceability.rules.bodies import (
    BRAN,
    PADDY,
    RICE,
    harvested,
    kg,
    milled,
    observed,
    sprayed,
)
from traceability.epcis.actions import capture_events
from traceability.epcis.actor import Actor
from traceability.epcis.core.build import EventBody, Json
from traceability.models import Party, Place
from traceability.rules.actions import close_finding, explain_finding
from traceability.rules.errors import ExplanationMissingError, FindingClosedError
from traceability.rules.models import Finding, Limit
from traceability.rules.words import finding_sentence
from traceability.seasons import SeasonDraft, add_season

pytestmark = pytest.mark.django_db


@pytest.fixture
def party() -> Party:
    return make_cooperative()


@pytest.fixture
def plot(party: Party) -> Place:
    return make_place(party, area_m2=10_000)


def found(party: Party, *bodies: EventBody) -> list[str]:
    capture_events(bodies=bodies, party=party, actor=Actor())
    return sorted(Finding.objects.values_list("rule", flat=True))


def sentence() -> str:
    with translation.override("vi"):
        return finding_sentence(Finding.objects.get())


def milling(white: float, broken: float, bran: float) -> EventBody:
    broken_uri = "https://id.gs1.org/01/09520600012339/10/TAM-1"
    named: Json = [
        {"kind": "white", "epcClass": RICE},
        {"kind": "broken", "epcClass": broken_uri},
        {"kind": "bran", "epcClass": BRAN},
    ]
    husk_and_dust = 1000 - white - broken - bran
    return milled(1000, kg(RICE, white), kg(broken_uri, broken), kg(BRAN, bran)) | {
        "stt:outputs": named,
        "stt:lossKg": husk_and_dust,
    }


def test_an_ordinary_milling_is_not_remarked(party: Party) -> None:
    assert found(party, milling(500, 120, 90)) == []


def test_a_village_mill_that_gives_too_much_is_remarked_with_numbers(party: Party) -> None:
    assert found(party, milling(700, 60, 90)) == [
        "milling.head_percent",
        "milling.total_percent",
    ]
    Finding.objects.exclude(rule="milling.total_percent").delete()
    assert sentence() == "Gạo xay ra bằng 76 % lúa; thường từ 50 đến 72."


def test_a_range_is_a_row_that_holds_from_a_day_to_a_day(party: Party) -> None:
    Limit.objects.filter(code="milling.total_percent").update(valid_to=date(2026, 3, 1))
    Limit.objects.create(
        code="milling.total_percent", maximum=80, valid_from=date(2026, 3, 2), source="house rule"
    )
    Limit.objects.filter(code="milling.head_percent").delete()

    assert found(party, milling(700, 60, 90)) == []


def test_a_loss_nobody_wrote_down_is_remarked(party: Party) -> None:
    assert found(party, milled(1000, kg(RICE, 600), kg(BRAN, 90))) == ["balance.loss"]
    assert sentence() == "1.000 kg vào, ra 690 kg; còn 31 % chưa rõ đi đâu."


def test_a_weighbridge_that_does_not_agree_is_remarked(party: Party) -> None:
    weighed = {"stt:grossKg": 9000, "stt:tareKg": 2800, "stt:netKg": 6100}

    assert found(party, observed("shipping", kg(PADDY, 6100), more=weighed)) == [
        "weighbridge.tolerance_percent"
    ]


def test_what_is_lost_on_the_way_is_remarked_when_it_is_much(party: Party) -> None:
    sent = observed("shipping", kg(PADDY, 6200), day=1)

    assert found(party, sent, observed("receiving", kg(PADDY, 6190), day=2)) == []
    assert found(party, observed("receiving", kg(PADDY, 5.9, "TNE"), day=2)) == []
    assert found(party, observed("receiving", kg(PADDY, 5900), day=2)) == ["transport.loss_percent"]
    assert sentence() == "Hao 4,8 % dọc đường; thường tới 2."


def test_a_yield_is_judged_by_the_area_of_the_place(party: Party, plot: Place) -> None:
    body = harvested(12_000) | {"readPoint": {"id": plot.uuid.urn}}

    assert found(party, body) == ["harvest.rice_kg_per_ha"]
    assert Finding.objects.get().place == plot


def test_poison_without_a_waiting_time_is_remarked(party: Party) -> None:
    body = sprayed() | {"stt:productKind": "pesticide"}
    del body["stt:preHarvestDays"]

    assert found(party, body) == ["waiting.not_written"]


def test_a_spray_written_down_after_the_harvest_is_grave(party: Party) -> None:
    found(party, harvested())

    assert found(party, sprayed(day=-3, wait=14)) == ["waiting.harvested"]
    assert Finding.objects.get().is_grave
    assert "thu hoạch ngày 10/03/2026" in sentence()


def test_a_harvest_outside_its_season_is_remarked(party: Party, plot: Place) -> None:
    season = SeasonDraft(kind="shrimp", starts_on=date(2026, 1, 1), ends_on=date(2026, 3, 31))
    add_season(place=plot, draft=season)
    in_rice_time = harvested(2000) | {"readPoint": {"id": plot.uuid.urn}}
    shrimp = in_rice_time | {"stt:step": "catch"}

    assert found(party, shrimp) == []
    assert found(party, in_rice_time) == ["season.outside"]


@pytest.mark.parametrize(
    ("readings", "rules"),
    [([], ["salinity.not_flushed"]), ([3.5], ["salinity.not_flushed"]), ([3.5, 1.2], [])],
)
def test_rice_after_shrimp_asks_for_a_reading_of_the_salt(
    party: Party, plot: Place, readings: list[float], rules: list[str]
) -> None:
    shrimp = SeasonDraft(kind="shrimp", starts_on=date(2025, 2, 1), ends_on=date(2025, 9, 30))
    rice = SeasonDraft(kind="rice", starts_on=date(2025, 10, 10), ends_on=date(2026, 3, 20))
    add_season(place=plot, draft=shrimp)
    add_season(place=plot, draft=rice)
    water = [
        observed("other", kg("urn:x:water", None), place=plot.uuid.urn, day=-155 + number)
        | {"sensorElementList": [{"sensorReport": [{"type": "stt:Salinity", "value": value}]}]}
        for number, value in enumerate(readings)
    ]

    body = harvested(5000) | {"readPoint": {"id": plot.uuid.urn}}
    assert found(party, *water, body) == rules


def test_a_finding_is_explained_by_the_party_and_closed_by_staff(party: Party) -> None:
    found(party, milled(1000, kg(RICE, 600), kg(BRAN, 90)))
    finding, member = Finding.objects.get(), make_user()

    with pytest.raises(ExplanationMissingError):
        explain_finding(finding=finding, reason=" ", acting_user=member)
    explained = explain_finding(finding=finding, reason="Trấu không cân", acting_user=member)
    assert (explained.state, explained.explained_by) == ("explained", member)

    close_finding(finding=finding, answer="Đã xem sổ máy xay")
    with pytest.raises(FindingClosedError):
        explain_finding(finding=finding, reason="khác", acting_user=member)


def test_a_hundred_events_are_remarked_with_as_many_queries_as_one(
    party: Party,
) -> None:
    def asked(count: int, stem: str) -> int:
        bodies = [
            milled(1000, kg(f"https://id.gs1.org/01/09520600012322/10/{stem}{number}", 500))
            for number in range(count)
        ]
        with CaptureQueriesContext(connection) as queries:
            found(party, *bodies)
        return sum(one["sql"].startswith("SELECT") for one in queries)

    asked(1, "A")
    assert asked(100, "B") <= asked(1, "C")
