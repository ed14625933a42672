from datetime import date

import pytest

from marketplace.modules.demo.fields import PLANS, load_fields
from tests.factories.traceability import make_item, make_lot, make_place, make_user
from traceability.lots.models import Lot
from traceability.models import Party, PlaceIdentifier
from traceability.places.shown import area_difference
from traceability.queries import season_on
from traceability.rules.queries import gaps

pytestmark = pytest.mark.django_db

TODAY = date(2026, 11, 21)


def demo_lots() -> dict[str, Lot]:
    lots = {}
    for number, (code, plan) in enumerate(PLANS.items()):
        party = Party.objects.create(
            kind="cooperative", name=f"HTX {number}", address="Ấp mẫu", place_name="Xã mẫu"
        )
        party.members.add(make_user(f"+8490000010{number}"))
        make_place(party, plan.kind)
        item = make_item(party, gtin14=None, picture="art/st25.svg")
        lots[code] = make_lot(item, code=code, packed_on=date(2026, 10, 1), harvested_on=None)
    return lots


def test_the_demo_has_fields_with_outlines_seasons_codes_and_papers() -> None:
    lots = demo_lots()

    load_fields(lots, TODAY, make_user("+84900000199"))

    rice = lots["ST25-A3"].item.party
    plot = rice.places.get(kind="plot")
    season = season_on(plot, TODAY)
    assert season is not None
    assert (season.kind, plot.seasons.count()) == ("shrimp", 4)
    assert all(area_difference(place) is None for place in rice.places.all())
    assert PlaceIdentifier.objects.count() == 6
    assert [gap.rule for gap in gaps(lots["ST25-A3"])] == ["decree.gtin", "decree.grown"]
