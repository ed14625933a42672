"""What a query may ask of an event besides its columns."""

from datetime import UTC, datetime
from decimal import Decimal

from traceability.epcis.core import units
from traceability.epcis.core.build import EventBody
from traceability.epcis.core.facts import FactRow, facts, key, moment, word

NS = "https://truyxuat.example/ns/"
EVENT: EventBody = {
    "@context": ["https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld", {"stt": NS}],
    "type": "ObjectEvent",
    "persistentDisposition": {"set": ["urn:epcglobal:cbv:disp:recalled"]},
    "bizTransactionList": [{"type": "urn:epcglobal:cbv:btt:po", "bizTransaction": "urn:x:1"}],
    "sourceList": [{"type": "owning_party", "source": "urn:x:party"}],
    "errorDeclaration": {
        "declarationTime": "2026-01-02T03:04:05+07:00",
        "reason": "incorrect_data",
        "correctiveEventIDs": ["urn:x:later"],
        "stt:by": "warden",
    },
    "sensorElementList": [
        {
            "sensorMetadata": {"deviceID": "urn:x:meter", "time": "2026-01-01T00:00:00Z"},
            "sensorReport": [{"type": "gs1:Temperature", "value": 32, "uom": "FAH"}],
        }
    ],
    "ilmd": {"stt:variety": "ST25"},
    "stt:areaHa": 1.5,
    "stt:water": {"stt:depth": {"stt:centimetres": 20}},
    "stt:plots": ["urn:x:a", "urn:x:a", "urn:x:b"],
}


def row(name: str) -> list[FactRow]:
    return [found for found in facts(EVENT) if found.name == name]


def test_vocabulary_terms_lose_their_stem() -> None:
    assert row("persistentDisposition.set") == [FactRow("persistentDisposition.set", "recalled")]
    assert row("bizTransaction.po") == [FactRow("bizTransaction.po", "urn:x:1")]
    assert row("sensor.type") == [FactRow("sensor.type", "Temperature")]
    assert word("in_transit") == "in_transit"


def test_an_error_declaration_says_when_why_and_what_holds_instead() -> None:
    assert row("error.time")[0].time == datetime(2026, 1, 1, 20, 4, 5, tzinfo=UTC)
    assert row("error.reason")[0].text == "incorrect_data"
    assert row("error.correctiveEventID")[0].text == "urn:x:later"
    assert row(f"error:{NS}by")[0].text == "warden"


def test_measured_values_are_kept_in_the_base_unit() -> None:
    assert row("sensor.value.CEL")[0].number == 0.0
    assert row("sensor.deviceID")[0].text == "urn:x:meter"


def test_extension_fields_carry_their_namespace_and_their_place() -> None:
    assert row(f"ext:{NS}areaHa") == [FactRow(f"ext:{NS}areaHa", "1.5", 1.5)]
    assert row(f"ilmd:{NS}variety")[0].text == "ST25"
    assert row(f"inner.ext:{NS}centimetres")[0].number == 20
    assert [one.text for one in row(f"ext:{NS}plots")] == ["urn:x:a", "urn:x:b"]


def test_identifiers_are_written_the_way_the_repository_compares_them() -> None:
    rows = facts(EVENT, lambda uri: uri.upper())
    assert FactRow("source.owning_party", "URN:X:PARTY") in rows


def test_long_texts_are_shortened_and_stay_apart() -> None:
    assert len(key("x" * 500)) == 240
    assert key("x" * 500) != key("x" * 501)


def test_only_dates_and_times_are_moments() -> None:
    assert moment("2026-01-02") == datetime(2026, 1, 2, tzinfo=UTC)
    assert moment("0001-01-01T00:00:00+07:00") is None
    assert moment("2026-13-01") is None
    assert moment("20") is None


def test_weights_compare_across_units() -> None:
    assert units.in_base(Decimal(2), "TNE") == (Decimal("2000.000000000"), "KGM")
    assert (Decimal("2000000.000000000"), "GRM") in units.alike(Decimal(2), "TNE")
    assert units.in_base(Decimal(212), "FAH")[0] == Decimal("100.000000000")
