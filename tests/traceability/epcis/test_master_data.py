import pytest

from tests.factories.traceability import make_cooperative
from traceability.epcis.actions import keep_master_data
from traceability.epcis.actor import Actor
from traceability.epcis.core.build import EventBody, Json
from traceability.epcis.models import VocabularyAttribute, VocabularyChild, VocabularyElement

pytestmark = pytest.mark.django_db

KIND = "urn:epcglobal:epcis:vtype:BusinessLocation"


def told(*attributes: tuple[str, Json]) -> list[EventBody]:
    element: EventBody = {
        "id": "urn:epc:id:sgln:9520600.01001.0",
        "attributes": [{"id": name, "attribute": value} for name, value in attributes],
        "children": ["urn:epc:id:sgln:9520600.01001.THUA-12"],
    }
    return [{"type": KIND, "vocabularyElementList": [element]}]


def test_the_last_word_counts() -> None:
    party = make_cooperative()
    actor = Actor(party=party)

    keep_master_data(
        vocabularies=told(("cbvmda:site", "1"), ("ex:a", "b")), party=party, actor=actor
    )
    count = keep_master_data(
        vocabularies=told(("cbvmda:site", 2), ("ex:address", {"city": "Sóc Trăng"})),
        party=party,
        actor=actor,
        context={"ex": "https://ns.example/"},
    )

    element = VocabularyElement.objects.get()
    assert count == 1
    assert (element.vocabulary, element.uri) == (KIND, "https://id.gs1.org/414/9520600010014")
    assert element.attributes == {
        "urn:epcglobal:cbv:mda:site": ["2"],
        "https://ns.example/address": ['{"city": "Sóc Trăng"}'],
    }
    assert set(VocabularyAttribute.objects.values_list("name", "text")) == {
        ("urn:epcglobal:cbv:mda:site", "2"),
        ("https://ns.example/address", '{"city": "Sóc Trăng"}'),
    }
    assert list(VocabularyChild.objects.values_list("parent_uri", "uri")) == [
        (
            "https://id.gs1.org/414/9520600010014",
            "https://id.gs1.org/414/9520600010014/254/THUA-12",
        )
    ]
