from datetime import date, timedelta

import pytest

from marketplace.modules.demo.chains import load_chains, moved
from tests.factories.traceability import make_user
from traceability.genealogy.queries import backward
from traceability.lots.flow import flow_of
from traceability.lots.identity import lot_element

pytestmark = pytest.mark.django_db

TODAY = date(2026, 11, 21)


def test_every_day_of_a_document_moves_and_no_lot_code_does() -> None:
    text = '{"eventTime": "2025-11-20T06:30:00+07:00", "lot": "ST25-2511-012", "on": "2025-12-31"}'

    assert moved(text, timedelta(days=1)) == (
        '{"eventTime": "2025-11-21T06:30:00+07:00", "lot": "ST25-2511-012", "on": "2026-01-01"}'
    )


def test_the_demo_s_chains_lead_from_field_and_hatchery_to_packs() -> None:
    member = make_user()
    files = ("chain_rice_st25.jsonld", "chain_shrimp_gdst.jsonld")

    rice, shrimp = load_chains(dict.fromkeys(files, member), TODAY)

    assert rice.harvested_on == TODAY - timedelta(days=40)
    assert any("LUA-ST25-2511-012" in uri for uri in backward([lot_element(rice)]).things)
    assert any("PL15-2503-04" in uri for uri in backward([lot_element(shrimp)]).things)
    flow = flow_of(rice)
    assert flow is not None
    assert "Thửa 12 6,2 tấn" in flow.sentence
    assert "Túi 5 kg 10 kg" in flow.sentence
    assert "Còn kho 800 kg" in flow.sentence
