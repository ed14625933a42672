"""Each step becomes exactly the event that a program would send for it."""

import uuid
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from typing import Any

import pytest

from traceability.epcis.core.check import faults
from traceability.epcis.core.elements import Quantity
from traceability.journal.core.events import Written, event_body
from traceability.journal.core.spec import About, Becomes, Into, Kind
from traceability.journal.core.steps import ELSEWHERE, SPECS

NAMESPACE = "https://example.org/ns/"
SEASON = uuid.UUID("00000000-0000-4000-8000-000000000001")
CROP = "urn:uuid:11111111-1111-4111-8111-111111111111"
PADDY = "urn:uuid:22222222-2222-4222-8222-222222222222"
POND = "https://id.gs1.org/414/9520600010076/254/AO-07"
PARTY = "https://id.gs1.org/417/9520600090016"
WHEN = datetime(2026, 1, 14, 6, 30, tzinfo=timezone(timedelta(hours=7)))
CONTEXT = "https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld"
STT = {"stt": NAMESPACE}
CBVMDA = {"cbvmda": "urn:epcglobal:cbv:mda:"}
GDST = {"gdst": "https://traceability-dialogue.org/epcis/"}


def body(step: str, **written: Any) -> dict[str, Any]:  # noqa: ANN401 -- any field of Written
    return event_body(SPECS[step], Written(**{"happened_at": WHEN} | written), NAMESPACE)


def start(kind: str, step: str, disposition: str, action: str = "") -> dict[str, Any]:
    told = {"type": kind, "eventTime": "2026-01-14T06:30:00+07:00", "eventTimeZoneOffset": "+07:00"}
    told |= {"action": action} if action else {}
    return told | {"bizStep": step, "disposition": disposition}


def test_every_numbered_step_is_declared_or_has_an_action_of_its_own() -> None:
    numbers = {number for spec in SPECS.values() for number in spec.numbers} | set(ELSEWHERE)
    wanted = {f"R{number}" for number in range(1, 13)} | {f"S{number}" for number in range(1, 11)}
    assert numbers == wanted


def test_a_spray_names_the_crop_the_ingredient_and_the_days_to_wait() -> None:
    assert body(
        "spray",
        season=SEASON,
        things=[Quantity(CROP)],
        place="urn:uuid:33333333-3333-4333-8333-333333333333",
        values={
            "product": "Thuốc A",
            "active_ingredient": "fipronil",
            "pre_harvest_days": 21,
            "dose": Decimal("0.5"),
            "dose_unit": "L/ha",
            "area_ha": Decimal("1.2"),
        },
        note="Rầy nâu",
    ) == {
        "@context": [CONTEXT, STT],
        **start("ObjectEvent", "other", "in_progress", "OBSERVE"),
        "quantityList": [{"epcClass": CROP}],
        "readPoint": {"id": "urn:uuid:33333333-3333-4333-8333-333333333333"},
        "bizLocation": {"id": "urn:uuid:33333333-3333-4333-8333-333333333333"},
        "stt:step": "spray",
        "stt:product": "Thuốc A",
        "stt:activeIngredient": "fipronil",
        "stt:preHarvestDays": 21,
        "stt:doseValue": 0.5,
        "stt:doseUnit": "L/ha",
        "stt:areaHa": 1.2,
        "stt:season": str(SEASON),
        "stt:note": "Rầy nâu",
    }


def test_water_readings_become_a_sensor_element() -> None:
    told = body(
        "measure",
        things=[Quantity(CROP)],
        values={"salinity": Decimal("3.1"), "ph": Decimal(8), "oxygen": Decimal("5.5")},
    )
    assert told["bizStep"] == "sensor_reporting"
    assert told["sensorElementList"] == [
        {
            "sensorMetadata": {"time": "2026-01-14T06:30:00+07:00"},
            "sensorReport": [
                {"type": "stt:Salinity", "value": 3.1, "uom": "NX"},
                {"type": "stt:PH", "value": 8, "uom": "Q30"},
                {
                    "type": "MassConcentration",
                    "value": 5.5,
                    "uom": "M1",
                    "chemicalSubstance": "https://identifiers.org/inchikey:MYMOFIZGZYHOMD-UHFFFAOYSA-N",
                },
            ],
        }
    ]


def test_a_rice_harvest_makes_paddy_that_comes_from_its_crop() -> None:
    assert body(
        "harvest",
        party=PARTY,
        season=SEASON,
        outputs=[("paddy", Quantity(PADDY, Decimal(6200), "KGM"))],
        origins=[CROP],
        lot_code="LUA-260114",
        values={
            "amount": Decimal(6200),
            "variety": "ST25",
            "moisture": Decimal("24.5"),
            "harvest_from": date(2026, 1, 13),
        },
    ) == {
        "@context": [CONTEXT, STT | CBVMDA],
        **start("ObjectEvent", "commissioning", "active", "ADD"),
        "quantityList": [{"epcClass": PADDY, "quantity": 6200, "uom": "KGM"}],
        "stt:step": "harvest",
        "stt:harvestFrom": "2026-01-13",
        "stt:season": str(SEASON),
        "stt:from": [CROP],
        "cbvmda:informationProvider": PARTY,
        "ilmd": {
            "cbvmda:lotNumber": "LUA-260114",
            "stt:moisturePercent": 24.5,
            "stt:variety": "ST25",
        },
    }


def test_a_shrimp_harvest_takes_in_crop_postlarvae_and_feed() -> None:
    seed, feed, shrimp = (f"urn:uuid:4444444{n}-4444-4444-8444-444444444444" for n in range(3))
    assert body(
        "catch",
        place=POND,
        party=PARTY,
        season=SEASON,
        inputs=[
            Quantity(CROP),
            Quantity(seed, Decimal(297_000)),
            Quantity(feed, Decimal(5200), "KGM"),
        ],
        outputs=[("shrimp", Quantity(shrimp, Decimal(4150), "KGM"))],
        lot_code="TOM-2506-07",
        values={
            "amount": Decimal(4150),
            "species": "PNV",
            "aquaculture": "Semi-Intensive",
            "welfare": "None",
            "count_per_kg": Decimal(60),
            "harvest_from": date(2026, 1, 13),
            "ice_kg": Decimal(900),
        },
    ) == {
        "@context": [CONTEXT, STT | CBVMDA | GDST],
        **start("TransformationEvent", "urn:gdst:bizStep:farmHarvest", "active"),
        "inputQuantityList": [
            {"epcClass": CROP},
            {"epcClass": seed, "quantity": 297_000},
            {"epcClass": feed, "quantity": 5200, "uom": "KGM"},
        ],
        "outputQuantityList": [{"epcClass": shrimp, "quantity": 4150, "uom": "KGM"}],
        "readPoint": {"id": POND},
        "bizLocation": {"id": POND},
        "stt:step": "catch",
        "stt:iceKg": 900,
        "gdst:humanWelfarePolicy": "None",
        "stt:season": str(SEASON),
        "cbvmda:informationProvider": PARTY,
        "gdst:productOwner": PARTY,
        "ilmd": {
            "cbvmda:lotNumber": "TOM-2506-07",
            "stt:countPerKg": 60,
            "cbvmda:speciesForFisheryStatisticsPurposesCode": "PNV",
            "gdst:aquacultureMethod": "Semi-Intensive",
            "cbvmda:harvestStartDate": "2026-01-13",
            "cbvmda:harvestEndDate": "2026-01-14",
            "cbvmda:productionMethodForFishAndSeafoodCode": "AQUACULTURE",
        },
    }


def test_a_hatchery_says_broodstock_welfare_and_tests() -> None:
    told = body(
        "hatch",
        party=PARTY,
        outputs=[("postlarvae", Quantity(CROP, Decimal(300_000)))],
        lot_code="PL15",
        values={
            "amount": Decimal(300_000),
            "broodstock": "Domestic",
            "wssv": "negative",
            "ehp": "negative",
            "welfare": "Internal",
        },
    )
    assert (told["type"], told["action"]) == ("ObjectEvent", "ADD")
    assert told["bizStep"] == "urn:gdst:bizStep:hatching"
    assert told["stt:pcrResults"] == {"WSSV": "negative", "EHP": "negative"}
    assert told["gdst:humanWelfarePolicy"] == "Internal"
    assert told["ilmd"] == {"cbvmda:lotNumber": "PL15", "gdst:broodstockSource": "Domestic"}
    assert told["quantityList"] == [{"epcClass": CROP, "quantity": 300_000}]


@pytest.mark.parametrize(
    ("gln", "uri"),
    [
        ("9520600090016", "urn:epcglobal:cbv:bt:9520600090016:PN-2511%2F07"),
        ("", "https://example.org/ns/waybill/PN-2511%2F07"),
    ],
)
def test_a_waybill_stands_among_the_business_transactions(gln: str, uri: str) -> None:
    told = body(
        "ship",
        gln=gln,
        place=POND,
        things=[Quantity(PADDY, Decimal(6200), "KGM")],
        values={
            "waybill": "PN-2511/07",
            "gross_kg": Decimal(9800),
            "tare_kg": Decimal(3600),
            "vehicle": "83C-000.01",
            "receiver": "Nhà máy Mỹ Xuyên",
        },
    )
    assert told["bizTransactionList"] == [{"type": "desadv", "bizTransaction": uri}]
    assert (told["stt:grossKg"], told["stt:tareKg"]) == (9800, 3600)
    assert told["stt:vehicle"] == "83C-000.01"
    assert told["readPoint"] == {"id": POND}
    assert "bizLocation" not in told


def test_milling_names_every_output() -> None:
    made = {
        kind: f"urn:uuid:5555555{n}-5555-4555-8555-555555555555"
        for n, kind in enumerate(("rice", "bran"))
    }
    told = body(
        "mill",
        inputs=[Quantity(PADDY, Decimal(5400), "KGM")],
        outputs=[
            ("rice", Quantity(made["rice"], Decimal(3240), "KGM")),
            ("bran", Quantity(made["bran"], Decimal(486), "KGM")),
        ],
        lot_code="GAO-1",
        values={"loss_kg": Decimal(54), "moisture": Decimal(14)},
    )
    assert told["type"] == "TransformationEvent"
    assert "action" not in told
    assert told["stt:lossKg"] == 54
    assert told["stt:outputs"] == [
        {"kind": "rice", "epcClass": made["rice"]},
        {"kind": "bran", "epcClass": made["bran"]},
    ]
    assert told["ilmd"] == {"cbvmda:lotNumber": "GAO-1", "stt:moisturePercent": 14}


@pytest.mark.parametrize(
    ("step", "values"), [("inspect", {"verdict": "failed"}), ("accept", {"antibiotic": "failed"})]
)
def test_a_failed_test_is_non_conformant(step: str, values: dict[str, str]) -> None:
    assert body(step, things=[Quantity(PADDY)], values=values)["disposition"] == "non_conformant"


def test_a_collector_puts_lots_together() -> None:
    told = body(
        "combine",
        party=PARTY,
        inputs=[Quantity(CROP, Decimal(100), "KGM"), Quantity(PADDY, Decimal(50), "KGM")],
        outputs=[
            (
                "shrimp",
                Quantity("urn:uuid:66666666-6666-4666-8666-666666666666", Decimal(149), "KGM"),
            )
        ],
        lot_code="TOM-9",
    )
    assert told["bizStep"] == "urn:gdst:bizStep:commingling"
    assert len(told["inputQuantityList"]) == 2
    assert told["gdst:productOwner"] == PARTY


SAMPLE = {
    Kind.NUMBER: Decimal("1.5"),
    Kind.COUNT: 3,
    Kind.TEXT: "chữ",
    Kind.DAY: date(2026, 1, 2),
}


@pytest.mark.parametrize("step", sorted(SPECS))
def test_every_step_filled_in_whole_is_a_valid_event(step: str) -> None:
    spec = SPECS[step]
    values: dict[str, Any] = {
        one.name: one.choices[-1] if one.choices else SAMPLE[one.kind]
        for one in spec.fields
        if one.kind in SAMPLE or one.choices
    }
    things = [Quantity(CROP, Decimal(1), spec.uom)]
    told = body(
        step,
        party=PARTY,
        place=POND,
        season=SEASON,
        things=things if spec.about != About.NEW else (),
        inputs=things if spec.becomes == Becomes.MADE_OF else (),
        outputs=[(spec.goods, Quantity(PADDY, Decimal(2), spec.uom))] if spec.goods else (),
        lot_code="L1",
        values=values,
    )
    assert faults(told) == []
    said = {*told, *told.get("ilmd", {})}
    wanted = {one.key for one in spec.fields if one.into in {Into.EXTENSION, Into.DESCRIPTION}}
    assert {key for key in wanted if key} <= said


def test_times_keep_their_own_offset() -> None:
    told = body("sell", happened_at=datetime(2026, 1, 14, tzinfo=UTC), things=[Quantity(PADDY)])
    assert told["eventTimeZoneOffset"] == "+00:00"
