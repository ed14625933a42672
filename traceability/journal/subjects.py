"""Find what an entry is about: the crop of a field, a lot, goods that come into being."""

import uuid
from collections.abc import Callable, Sequence
from dataclasses import replace

from django.contrib.auth.base_user import AbstractBaseUser

from traceability.epcis.core import fields as f
from traceability.epcis.core.elements import KILOGRAM, Quantity
from traceability.journal.core.spec import About, Becomes, StepSpec
from traceability.journal.core.steps import SPECS
from traceability.journal.crops import GROWING, local_day, season_for, season_kind, taken_in
from traceability.journal.drafts import EntryDraft, NewGoods, Subject
from traceability.journal.errors import GoodsNeededError, PlaceNeededError
from traceability.journal.things import (
    Thing,
    any_seafood,
    feed_uri,
    lot_thing,
    next_code,
    plain_code,
)
from traceability.lots.identity import stage_element
from traceability.lots.models import LotEvent
from traceability.lots.steps import Stage
from traceability.models import Place, Season

_MAIN_STAGE = {"paddy": Stage.RAW, "shrimp": Stage.RAW, "rice": Stage.BULK, "frozen": Stage.BULK}
_BY_PRODUCTS = {"broken_kg": "broken", "bran_kg": "bran", "husk_kg": "husk"}


def subject_of(draft: EntryDraft, acting_user: AbstractBaseUser | None = None) -> Subject:
    """Return what the entry is about; opens the season of a field where there is none.

    Raises:
        PlaceNeededError: a step of a crop without its field or pond.
        GoodsNeededError: a step about goods without goods.
    """
    spec = SPECS[draft.step]
    return _FINDERS[spec.about](spec, draft, acting_user)


def _crop(spec: StepSpec, draft: EntryDraft, user: AbstractBaseUser | None) -> Subject:
    season = _season(spec, draft, user)
    things = [Quantity(f.crop_uri(season.uuid))]
    if draft.lot:
        things.append(Quantity(stage_element(draft.lot, Stage.RAW)))
    origins = [one.uri for one in draft.things.get("seed", ())]
    if draft.step == "feed":
        origins = [_feed(draft)]
    return Subject(things=things, origins=origins, season=season.uuid)


def _new_crop(spec: StepSpec, draft: EntryDraft, user: AbstractBaseUser | None) -> Subject:
    """Return postlarvae that go into a pond: known ones, or a lot that arrives."""
    season = _season(spec, draft, user)
    crop = Quantity(f.crop_uri(season.uuid))
    known = draft.things.get("seed", ())
    if known:
        things = [*(one.quantity(draft.amount()) for one in known), crop]
        return Subject(things=things, season=season.uuid, is_seafood=True)
    arrived = _made(spec, draft)
    return Subject(
        things=[crop], new=[arrived], season=season.uuid, lot_code=arrived.code, is_seafood=True
    )


def _goods(spec: StepSpec, draft: EntryDraft, _user: AbstractBaseUser | None) -> Subject:
    chosen = list(draft.things.get("goods", ()))
    if draft.lot:
        chosen = [lot_thing(draft.lot, draft.step)]
    if not chosen:
        raise GoodsNeededError
    amount = draft.amount()
    things = [one.quantity(amount) for one in chosen]
    is_seafood = spec.is_seafood or any_seafood(chosen) or _is_of_shrimp(chosen)
    return Subject(things=things, is_seafood=is_seafood)


def _is_of_shrimp(things: Sequence[Thing]) -> bool:
    """Say whether a lot among these tells of shrimp."""
    lots = [one.lot for one in things if one.lot is not None]
    shrimp = (f.HATCHING, f.FARM_HARVEST, f.COMMINGLING)
    told = LotEvent.objects.filter(lot__in=lots, event__biz_step__in=shrimp)
    return bool(lots) and told.exists()


def _new(spec: StepSpec, draft: EntryDraft, user: AbstractBaseUser | None) -> Subject:
    main = _made(spec, draft)
    if spec.code == "harvest":
        seasons = {
            one.pk: _season(spec, replace(draft, place=one), user)
            for one in sorted(_plots(draft), key=lambda place: place.pk)  # locks in one order
        }
        crops = [f.crop_uri(seasons[one.pk].uuid) for one in _plots(draft)]
        season = seasons[_plots(draft)[0].pk]
        return Subject(new=[main], origins=crops, season=season.uuid, lot_code=main.code)
    if spec.code == "catch":
        season = _season(spec, draft, user)
        took = taken_in(season.uuid, draft.happened_at)
        inputs = [Quantity(f.crop_uri(season.uuid)), *took.stocked, *took.fed]
        return Subject(inputs=inputs, new=[main], season=season.uuid, lot_code=main.code)
    if spec.becomes == Becomes.MADE_OF:
        made = [main, *_by_products(draft, main.code)]
        return Subject(inputs=_inputs(draft), new=made, lot_code=main.code)
    return Subject(new=[main], lot_code=main.code)


_FINDERS: dict[About, Callable[[StepSpec, EntryDraft, AbstractBaseUser | None], Subject]] = {
    About.CROP: _crop,
    About.NEW_CROP: _new_crop,
    About.GOODS: _goods,
    About.NEW: _new,
}


def _season(spec: StepSpec, draft: EntryDraft, user: AbstractBaseUser | None) -> Season:
    place = draft.place
    if place is None or place.kind not in GROWING:
        raise PlaceNeededError
    kind = season_kind(place, spec.crop)
    day = local_day(draft.happened_at)
    return season_for(place=place, kind=kind, day=day, acting_user=user)


def _plots(draft: EntryDraft) -> list[Place]:
    """Return the plots of a harvest, the chosen place first."""
    if draft.place is None:
        raise PlaceNeededError
    return [draft.place, *(one for one in draft.plots if one.pk != draft.place.pk)]


def _inputs(draft: EntryDraft) -> list[Quantity]:
    """Return what went into the mill: what was chosen, else what became the lot."""
    chosen: list[Thing] = list(draft.things.get("inputs", ()))
    if len(chosen) == 1:
        return [chosen[0].quantity(draft.amount("amount_in") or chosen[0].amount)]
    if chosen:
        return [one.quantity(one.amount) for one in chosen]
    if draft.lot and draft.step != "combine":
        return [Quantity(stage_element(draft.lot, Stage.RAW), draft.amount("amount_in"), KILOGRAM)]
    raise GoodsNeededError


def _made(spec: StepSpec, draft: EntryDraft) -> NewGoods:
    typed = str(draft.values.get("lot_code") or "")
    day = local_day(draft.happened_at)
    code = plain_code(typed) or next_code(draft.party, spec.goods, day)
    lot = draft.lot if spec.goods in _MAIN_STAGE else None
    uri = stage_element(lot, _MAIN_STAGE[spec.goods]) if lot else _own_uri(draft, spec.goods)
    name = str(draft.values.get("variety") or draft.values.get("feed_brand") or "")
    return NewGoods(
        kind=spec.goods,
        code=lot.code if lot else code,
        quantity=Quantity(uri, draft.amount(), spec.uom),
        name=name,
        lot=lot,
    )


def _by_products(draft: EntryDraft, code: str) -> list[NewGoods]:
    return [
        NewGoods(kind=kind, code=code, quantity=Quantity(_own_uri(draft, kind), amount, KILOGRAM))
        for name, kind in _BY_PRODUCTS.items()
        if (amount := draft.amount(name))
    ]


def _own_uri(draft: EntryDraft, kind: str) -> str:
    """Return the URI of goods an entry makes; the same entry sent again names the same goods."""
    return uuid.uuid5(draft.client_id, kind).urn


def _feed(draft: EntryDraft) -> str:
    """Return which feed was fed: bought goods, else one of the name that was typed."""
    known = draft.things.get("feed", ())
    if known:
        return known[0].uri
    words = [str(draft.values.get(name) or "") for name in ("feed_brand", "feed_lot")]
    return feed_uri(draft.party, " ".join(word for word in words if word))
