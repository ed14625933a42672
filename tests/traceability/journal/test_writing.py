"""What is written down becomes an event, goods, and part of the story of lots."""

import uuid
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from marketplace.kernel.clock import now
from tests.factories.traceability import (
    make_cooperative,
    make_item,
    make_lot,
    make_place,
    make_user,
)
from traceability.epcis.core import fields as f
from traceability.epcis.models import Event
from traceability.errors import EventWrongAlreadyError
from traceability.journal import actions
from traceability.journal.drafts import EntryDraft
from traceability.journal.errors import (
    GoodsNeededError,
    PlaceNeededError,
    StillToComeError,
    UndoTooLateError,
)
from traceability.journal.models import Entry, Goods
from traceability.journal.things import goods_of, goods_thing, next_code, party_element
from traceability.lots.identity import stage_element
from traceability.models import Party, Place, PlaceKind, Season
from traceability.rules.models import Certificate, CertificateState

pytestmark = pytest.mark.django_db

DAY = datetime(2026, 1, 14, 6, 30, tzinfo=UTC)


@pytest.fixture
def party() -> Party:
    return make_cooperative(make_user())


@pytest.fixture
def plot(party: Party) -> Place:
    return make_place(party, area_m2=12_000, code="A3")


@pytest.fixture
def pond(party: Party) -> Place:
    return make_place(party, PlaceKind.POND, name="Vuông T1")


def write(party: Party, step: str, **fields: Any) -> Entry:  # noqa: ANN401 -- any field of the draft
    whole: dict[str, Any] = {"party": party, "step": step, "happened_at": DAY} | fields
    draft = EntryDraft(**whole)
    return actions.write_entry(draft=draft).entry


def test_a_first_entry_opens_the_season_of_its_field(party: Party, plot: Place) -> None:
    entry = write(party, "sow", place=plot, values={"variety": "ST25"})
    season = Season.objects.get()
    assert (season.place, season.kind, season.starts_on) == (plot, "rice", date(2026, 1, 14))
    assert entry.season == season.uuid
    assert entry.event.body["quantityList"] == [{"epcClass": f.crop_uri(season.uuid)}]
    assert entry.event.body[f.PLOT_CODE] == "A3"
    assert entry.event.body[f.AREA_HA] == 1.2


def test_an_entry_from_before_the_first_one_finds_a_season_of_its_own(
    party: Party, plot: Place
) -> None:
    write(party, "sow", place=plot)
    write(party, "prepare", place=plot, happened_at=DAY - timedelta(days=9))
    days = list(Season.objects.order_by("starts_on").values_list("starts_on", "ends_on"))
    assert days == [(date(2026, 1, 5), date(2026, 1, 13)), (date(2026, 1, 14), None)]


def test_the_same_client_id_twice_is_one_event(party: Party, plot: Place) -> None:
    client_id = uuid.uuid4()
    draft = EntryDraft(
        party=party,
        step="harvest",
        happened_at=DAY,
        place=plot,
        client_id=client_id,
        values={"amount": Decimal(6200)},
    )
    first = actions.write_entry(draft=draft)
    second = actions.write_entry(draft=draft)
    assert (first.is_new, second.is_new) == (True, False)
    assert first.entry == second.entry
    assert Event.objects.count() == Entry.objects.count() == Goods.objects.count() == 1


def test_the_same_client_id_of_another_party_is_another_entry(plot: Place, party: Party) -> None:
    client_id = uuid.uuid4()
    other = Party.objects.create(kind="farm_household", name="Hộ khác")
    write(party, "fertilise", place=plot, client_id=client_id, values={"product": "Urê"})
    write(
        other, "fertilise", place=make_place(other), client_id=client_id, values={"product": "Urê"}
    )
    assert Entry.objects.count() == 2


def test_a_moment_that_is_still_to_come_is_refused(party: Party, plot: Place) -> None:
    with pytest.raises(StillToComeError):
        write(party, "sow", place=plot, happened_at=now() + timedelta(hours=1))
    assert not Season.objects.exists()


def test_a_phone_a_few_minutes_ahead_is_put_right(party: Party, plot: Place) -> None:
    entry = write(party, "sow", place=plot, happened_at=now() + timedelta(minutes=5))
    assert entry.happened_at <= now()


@pytest.mark.parametrize("step", ["sow", "spray", "harvest", "catch", "stock", "feed"])
def test_what_grows_needs_its_field(party: Party, step: str) -> None:
    with pytest.raises(PlaceNeededError):
        write(party, step, values={"amount": Decimal(1)})


@pytest.mark.parametrize("step", ["dry", "ship", "inspect", "mill", "process", "combine"])
def test_goods_steps_need_goods(party: Party, step: str) -> None:
    with pytest.raises(GoodsNeededError):
        write(party, step, values={"amount": Decimal(1)})


def test_a_harvest_makes_paddy_and_says_which_crops_it_came_from(party: Party, plot: Place) -> None:
    other = make_place(party, name="Ruộng A4")
    entry = write(party, "harvest", place=plot, plots=[other], values={"amount": Decimal(6200)})
    goods = goods_of(party).get()
    crops = [f.crop_uri(one.uuid) for one in Season.objects.order_by("pk")]
    assert (goods.kind, goods.code, goods.amount, goods.uom) == (
        "paddy",
        "LUA-260114",
        Decimal(6200),
        "KGM",
    )
    body = entry.event.body
    assert body["quantityList"] == [{"epcClass": goods.uri, "quantity": 6200, "uom": "KGM"}]
    assert body[f.FROM] == crops
    assert len(body[f.PLOTS]) == 1
    assert body["ilmd"][f.LOT_NUMBER] == "LUA-260114"
    assert body[f.INFORMATION_PROVIDER] == party_element(party)


def test_codes_of_a_day_are_counted_on(party: Party, plot: Place) -> None:
    for _ in range(2):
        write(party, "harvest", place=plot, values={"amount": Decimal(10)}, client_id=uuid.uuid4())
    codes = sorted(Goods.objects.values_list("code", flat=True))
    assert codes == ["LUA-260114", "LUA-260114-2"]
    assert next_code(party, "paddy", date(2026, 1, 14)) == "LUA-260114-3"


def test_a_shrimp_harvest_takes_in_what_was_stocked_and_fed(party: Party, pond: Place) -> None:
    write(
        party, "stock", place=pond, happened_at=DAY - timedelta(days=90), values={"amount": 100_000}
    )
    feed = {"feed_brand": "Cám A", "amount_kg": Decimal("60.5")}
    for days in (60, 30):
        write(party, "feed", place=pond, happened_at=DAY - timedelta(days=days), values=feed)
    body = write(party, "catch", place=pond, values={"amount": Decimal(1500)}).event.body
    seed = Goods.objects.get(kind="postlarvae")
    fed = Entry.objects.filter(step="feed").first()
    assert fed is not None
    assert body["inputQuantityList"] == [
        {"epcClass": f.crop_uri(Season.objects.get().uuid)},
        {"epcClass": seed.uri, "quantity": 100_000},
        {"epcClass": fed.event.body[f.FROM][0], "quantity": 121, "uom": "KGM"},
    ]
    again = write(
        party,
        "catch",
        place=pond,
        happened_at=DAY + timedelta(days=1),
        values={"amount": Decimal(500)},
    ).event.body
    assert [one.get("quantity") for one in again["inputQuantityList"]] == [None, None, None]


def test_hatched_postlarvae_are_stocked_under_their_own_name(party: Party, pond: Place) -> None:
    write(
        party, "hatch", place=pond, values={"amount": 300_000}, happened_at=DAY - timedelta(days=2)
    )
    hatched = Goods.objects.get()
    entry = write(
        party, "stock", place=pond, things={"seed": [goods_thing(hatched)]}, values={"amount": 1000}
    )
    assert entry.event.body["quantityList"][0] == {"epcClass": hatched.uri, "quantity": 1000}
    assert Goods.objects.count() == 1


def test_milling_makes_goods_of_every_output(party: Party, plot: Place) -> None:
    write(party, "harvest", place=plot, values={"amount": Decimal(5400)})
    paddy = goods_thing(Goods.objects.get())
    values = {"amount": Decimal(3240), "bran_kg": Decimal(486), "husk_kg": Decimal(1080)}
    body = write(party, "mill", things={"inputs": [paddy]}, values=values).event.body
    assert body["inputQuantityList"] == [{"epcClass": paddy.uri, "quantity": 5400, "uom": "KGM"}]
    made = dict(Goods.objects.exclude(kind="paddy").values_list("kind", "uri"))
    assert body[f.OUTPUTS] == [
        {"kind": kind, "epcClass": made[kind]} for kind in ("rice", "bran", "husk")
    ]


def test_what_was_written_before_the_harvest_is_told_of_the_lot(party: Party, plot: Place) -> None:
    sown = write(party, "sow", place=plot, happened_at=DAY - timedelta(days=90))
    lot = make_lot(make_item(party), harvested_on=None)
    harvest = write(party, "harvest", place=plot, lot=lot, values={"amount": Decimal(6200)})
    late = write(
        party,
        "fertilise",
        place=plot,
        happened_at=DAY - timedelta(days=60),
        values={"product": "Urê"},
    )
    assert harvest.event.body["quantityList"][0]["epcClass"] == stage_element(lot, "raw")
    told = set(lot.events.values_list("pk", flat=True))
    assert {sown.event_id, harvest.event_id, late.event_id} <= told


def test_a_wrong_entry_stays_and_counts_no_more(party: Party, plot: Place) -> None:
    entry = write(party, "harvest", place=plot, values={"amount": Decimal(62_000)})
    declaration = actions.declare_wrong(entry=entry, words="Dư một số không")
    entry.event.refresh_from_db()
    assert entry.event.declared_wrong_at is not None
    assert declaration.event_id == entry.event.event_id
    assert declaration.body["errorDeclaration"]["reason"] == "incorrect_data"
    assert not goods_of(party).exists()
    with pytest.raises(EventWrongAlreadyError):
        actions.declare_wrong(entry=entry)


def test_undo_works_for_a_minute(party: Party, plot: Place) -> None:
    entry = write(party, "sow", place=plot)
    assert actions.undo(entry=entry).body["errorDeclaration"]["reason"] == "did_not_occur"
    old = write(party, "sow", place=plot, client_id=uuid.uuid4())
    old.created_at = now() - timedelta(seconds=61)
    with pytest.raises(UndoTooLateError):
        actions.undo(entry=old)


def test_certificates_that_held_on_the_day_stand_in_the_shrimp_harvest(
    party: Party, pond: Place
) -> None:
    for number, valid_to in (("ASC-1", date(2026, 12, 31)), ("ASC-0", date(2025, 12, 31))):
        Certificate.objects.create(
            party=party,
            scheme="asc",
            number=number,
            issuer="Tổ chức chứng nhận",
            valid_from=date(2025, 1, 1),
            valid_to=valid_to,
            state=CertificateState.CONFIRMED,
        )
    body = write(party, "catch", place=pond, values={"amount": Decimal(10)}).event.body
    assert body["ilmd"][f.CERTIFICATIONS] == {
        "certification": [
            {
                "gdst:certificationType": "urn:gdst:certType:harvestCert",
                "certificationAgency": "Tổ chức chứng nhận",
                "certificationStandard": "ASC",
                "certificationValue": "ASC",
                "certificationIdentification": "ASC-1",
            }
        ]
    }


def test_packs_of_shrimp_are_sent_with_their_owner(party: Party, pond: Place) -> None:
    lot = make_lot(make_item(party), harvested_on=None)
    write(party, "catch", place=pond, lot=lot, values={"amount": Decimal(10)})
    sent = write(party, "ship", lot=lot, values={"amount": Decimal(5)})
    rice = write(party, "ship", lot=make_lot(make_item(party, gtin14=None), code="B1"))
    assert sent.event.body[f.PRODUCT_OWNER] == party_element(party)
    assert f.PRODUCT_OWNER not in rice.event.body
