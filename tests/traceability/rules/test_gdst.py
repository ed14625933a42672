"""Own small vectors, one for each document of the published cases and its first error."""

import json
from pathlib import Path

import pytest

from tests.traceability.rules.bodies import event, kg
from traceability.epcis.core.build import EventBody, Json
from traceability.rules.core.gdst import Cte, cte_of, fsma_gaps, gdst_faults, gdst_gaps, is_shrimp
from traceability.rules.core.view import View

PL = "https://id.gs1.org/01/09520600012360/10/PL15-1"
FEED = "https://id.gs1.org/01/09520600012377/10/TA-1"
SHRIMP = "https://id.gs1.org/01/09520600012384/10/TOM-1"
TAILS = "https://id.gs1.org/01/09520600012391/10/HLSO-1"
OWNER: EventBody = {
    "gdst:productOwner": "https://id.gs1.org/417/9520600090016",
    "cbvmda:informationProvider": "https://id.gs1.org/417/9520600090016",
}
WELFARE: EventBody = {"gdst:humanWelfarePolicy": "None"}


def hatched(**ilmd: Json) -> EventBody:
    facts: EventBody = {"gdst:broodstockSource": "Domestic", "cbvmda:lotNumber": "PL15-1"}
    body = event(
        "ObjectEvent",
        action="ADD",
        bizStep="urn:gdst:bizStep:hatching",
        quantityList=[kg(PL, 300_000, "")],
        ilmd=facts | ilmd,
    )
    return body | OWNER | WELFARE


def caught(**ilmd: Json) -> EventBody:
    facts: EventBody = {
        "gdst:aquacultureMethod": "Semi-Intensive",
        "cbvmda:productionMethodForFishAndSeafoodCode": "AQUACULTURE",
        "cbvmda:lotNumber": "TOM-1",
    }
    body = event(
        "TransformationEvent",
        bizStep="urn:gdst:bizStep:farmHarvest",
        inputQuantityList=[kg(PL, 297_000, ""), kg(FEED, 5200)],
        outputQuantityList=[kg(SHRIMP, 4150)],
        ilmd=facts | ilmd,
    )
    return body | OWNER | WELFARE


def processed(**ilmd: Json) -> EventBody:
    body = event(
        "TransformationEvent",
        bizStep="commissioning",
        inputQuantityList=[kg(SHRIMP, 4140)],
        outputQuantityList=[kg(TAILS, 2690)],
        ilmd={"cbvmda:lotNumber": "HLSO-1", **ilmd},
    )
    return body | OWNER


def moved(step: str) -> EventBody:
    body = event("ObjectEvent", action="OBSERVE", bizStep=step, quantityList=[kg(SHRIMP, 4150)])
    return body | OWNER


def fished(**vessel: Json) -> EventBody:
    boat: EventBody = {"cbvmda:vesselFlagState": "VN", "gdst:imoNumber": "IMO1234567"}
    body = event(
        "ObjectEvent",
        action="ADD",
        bizStep="urn:gdst:bizStep:fishingEvent",
        quantityList=[kg(SHRIMP, 10)],
        ilmd={
            "cbvmda:lotNumber": "V1",
            "cbvmda:productionMethodForFishAndSeafoodCode": "MARINE_FISHERY",
            "cbvmda:vesselCatchInformationList": {"cbvmda:vesselCatchInformation": [boat | vessel]},
        },
    )
    return body | OWNER | WELFARE


def without(body: EventBody, name: str) -> EventBody:
    ilmd = body.get("ilmd")
    inner = (
        {key: value for key, value in ilmd.items() if key != name} if isinstance(ilmd, dict) else {}
    )
    return {key: value for key, value in body.items() if key not in {name, "ilmd"}} | (
        {"ilmd": inner} if inner else {}
    )


def found(body: EventBody, cte: Cte | None = None) -> list[str]:
    return [gap.field for gap in gdst_faults(View(body), cte)]


def certified(kind: str) -> EventBody:
    entry: EventBody = {"gdst:certificationType": kind}
    papers: Json = {"certification": [entry]}
    return hatched(**{"cbvmda:certificationList": papers})


@pytest.mark.parametrize(
    "body", [hatched(), caught(), processed(), moved("shipping"), moved("receiving"), fished()]
)
def test_whole_events_have_no_fault(body: EventBody) -> None:
    assert found(body) == []


OWN_VECTORS: dict[str, tuple[EventBody, list[str]]] = {
    "gdst_certification_invalid_type": (certified("invalid:cert:type"), ["certificationType"]),
    "gdst_event_invalid_human_welfare_policy": (
        caught() | {"gdst:humanWelfarePolicy": "InvalidPolicy"},
        ["humanWelfarePolicy"],
    ),
    "gdst_event_missing_information_provider": (
        without(moved("shipping"), "cbvmda:informationProvider"),
        ["informationProvider"],
    ),
    "gdst_event_missing_product_owner": (
        without(moved("receiving"), "gdst:productOwner"),
        ["productOwner"],
    ),
    "gdst_farm_harvest_event_invalid": (
        without(caught(), "gdst:humanWelfarePolicy"),
        ["humanWelfarePolicy"],
    ),
    "gdst_farm_harvest_missing_aquaculture_method": (
        without(caught(), "gdst:aquacultureMethod"),
        ["aquacultureMethod"],
    ),
    "gdst_hatching_event_invalid": (
        without(hatched(), "gdst:humanWelfarePolicy"),
        ["humanWelfarePolicy"],
    ),
    "gdst_hatching_missing_broodstock": (
        without(hatched(), "gdst:broodstockSource"),
        ["broodstockSource"],
    ),
    "gdst_processing_event_invalid": (without(processed(), "cbvmda:lotNumber"), ["lotNumber"]),
    "gdst_processing_missing_lot_number": (
        without(processed(), "cbvmda:lotNumber")
        | {"bizStep": "urn:epcglobal:cbv:bizstep:commissioning"},
        ["lotNumber"],
    ),
    "gdst_fishing_event_invalid": (
        without(fished(), "cbvmda:productionMethodForFishAndSeafoodCode")
        | {"cbvmda:productionMethodForFishAndSeafoodCode": "INVALID_METHOD"},
        ["productionMethodForFishAndSeafoodCode"],
    ),
    "gdst_vessel_invalid_country_code": (
        fished(**{"cbvmda:vesselFlagState": "USA"}),
        ["vesselFlagState"],
    ),
    "gdst_vessel_invalid_imo": (fished(**{"gdst:imoNumber": "INVALID_IMO"}), ["imoNumber"]),
}
FEED_MILLS = {
    "gdst_feedmill_missing_protein_source": "TransformationEvent",
    "gdst_feedmill_object_event_invalid": "ObjectEvent",
}
POSITIVE = "gdst_data_withmasterdata"


@pytest.mark.parametrize("name", OWN_VECTORS)
def test_each_published_fault_is_found_in_an_own_event(name: str) -> None:
    body, faults = OWN_VECTORS[name]

    assert found(body) == faults


@pytest.mark.parametrize("kind", FEED_MILLS.values())
def test_a_feed_mill_is_told_by_its_explicit_type_not_guessed(kind: str) -> None:
    """With the patched schema both documents pass: without protein source they look processed."""
    body = without(processed(), "nothing") | WELFARE | {"type": kind}

    assert cte_of(View(body)) != Cte.FEEDMILL
    assert found(body, Cte.FEEDMILL) == ["proteinSource"]
    assert found(body | {"stt:step": "feedmill"}) == ["proteinSource"]
    told = body | {"gdst:proteinSource": "Plant"}
    assert (cte_of(View(told)), found(told)) == (Cte.FEEDMILL, [])


def test_every_published_case_has_an_own_vector() -> None:
    published = Path(__file__).parents[4] / "shared/data/traceability/gdst_schema_cases.json"
    if not published.exists():
        pytest.skip("the list of published cases is not here")
    names = {Path(case["file"]).stem for case in json.loads(published.read_text())["cases"]}

    assert names == {*OWN_VECTORS, *FEED_MILLS, POSITIVE}


def test_processing_of_rice_is_no_business_of_gdst() -> None:
    rice = [View(processed())]

    assert not is_shrimp(rice)
    assert gdst_gaps(rice) == fsma_gaps(rice) == []


def test_what_else_buyers_ask_is_a_gap_with_its_article() -> None:
    views = [View(caught()), View(processed()), View(moved("shipping"))]

    assert {(gap.cte, gap.field) for gap in gdst_gaps(views)} == {
        ("farm_harvest", "speciesForFisheryStatisticsPurposesCode"),
        ("farm_harvest", "harvestStartDate"),
        ("farm_harvest", "harvestEndDate"),
        ("processing", "productionDate"),
        ("processing", "itemExpirationDate"),
        ("processing", "countryOfOrigin"),
    }
    assert [(gap.article, gap.field) for gap in fsma_gaps(views)] == [
        ("FSMA 204, 21 CFR 1.1340", "receiver"),
        ("FSMA 204, 21 CFR 1.1340", "referenceDocument"),
    ]


def test_fsma_asks_for_the_pond_the_lot_code_and_the_amount() -> None:
    pond_missing = without(caught(), "readPoint")
    uncounted = processed() | {
        "inputQuantityList": [kg("urn:uuid:1-1", 10)],
        "outputQuantityList": [{"epcClass": "urn:uuid:1-2"}],
        "ilmd": {},
    }

    assert [gap.field for gap in fsma_gaps([View(pond_missing)])] == ["container"]
    assert [gap.field for gap in fsma_gaps([View(caught()), View(uncounted)])] == [
        "traceabilityLotCode",
        "quantity",
    ]
