"""The cast of origin tests: a cooperative with its rice, a household without a GTIN, a stranger."""

from datetime import date
from typing import Any

from marketplace.base.accounts.models import User
from traceability.lots.actions import ItemDraft, LotDraft, add_item, issue_serials, open_lot
from traceability.lots.models import Lot, Serial, TradeItem
from traceability.models import Party, PartyKind, Place, PlaceKind

RICE_GTIN = "09520600012353"


def make_user(phone: str = "+84900000001", **fields: Any) -> User:  # noqa: ANN401 -- any field of the draft
    """Return somebody who can sign in."""
    return User.objects.create_user(phone=phone, password="a long password", **fields)


def make_cooperative(*members: User) -> Party:
    """Return a cooperative with a GLN and a public phone."""
    party = Party.objects.create(
        kind=PartyKind.COOPERATIVE,
        name="HTX Rạch Gò",
        gln="9520600090016",
        place_name="Xã Hòa Tú, Sóc Trăng",
        published_contact="+8418000000",
        about={"vi": "46 hộ làm lúa – tôm", "en": "46 households, rice and shrimp"},
    )
    party.members.set(members)
    return party


def make_household(*members: User) -> Party:
    """Return a farm household: no GLN, no GTIN, no published phone."""
    party = Party.objects.create(
        kind=PartyKind.FARM_HOUSEHOLD, name="Hộ trồng lúa", place_name="Xã Hòa Tú, Sóc Trăng"
    )
    party.members.set(members)
    return party


def make_place(party: Party, kind: str = PlaceKind.PLOT, **fields: Any) -> Place:  # noqa: ANN401 -- any field of the draft
    """Return a field of ``party``."""
    return Place.objects.create(
        **{"party": party, "kind": kind, "name": "Ruộng A3", "locality": "Hòa Tú"} | fields
    )


def make_item(party: Party | None = None, **fields: Any) -> TradeItem:  # noqa: ANN401 -- any field of the draft
    """Return 5 kg bags of rice with a GTIN."""
    draft: dict[str, Any] = {
        "names": {"vi": "Gạo ST25 lúa–tôm", "en": "ST25 rice, grown after shrimp"},
        "pack": {"vi": "Túi 5 kg", "en": "5 kg bag"},
        "net_weight_grams": 5000,
        "gtin14": RICE_GTIN,
    }
    return add_item(party=party or make_cooperative(), draft=ItemDraft(**(draft | fields)))


def make_lot(item: TradeItem | None = None, **fields: Any) -> Lot:  # noqa: ANN401 -- any field of the draft
    """Return an open lot of 840 bags, harvested, packed, good for years."""
    draft: dict[str, Any] = {
        "code": "ST25-2601-A3",
        "quantity": 840,
        "harvested_on": date(2026, 1, 4),
        "packed_on": date(2026, 1, 11),
        "best_before": date(2099, 9, 11),
    }
    return open_lot(item=item or make_item(), draft=LotDraft(**(draft | fields)))


def make_plain_lot(**fields: Any) -> Lot:  # noqa: ANN401 -- any field of the draft
    """Return a lot of somebody without a GTIN."""
    return make_lot(make_item(make_household(), gtin14=None), **fields)


def make_serials(lot: Lot, count: int = 3) -> list[Serial]:
    """Return ``count`` printed serials of ``lot``, in order."""
    run = issue_serials(lot=lot, count=count)
    return list(run.serials.order_by("number").select_related("lot__item"))


def make_pack(lot: Lot | None = None) -> Serial:
    """Return one pack that is on sale."""
    from traceability.lots.actions import activate_range

    (serial,) = make_serials(lot or make_lot(), 1)
    activate_range(run=serial.run)
    serial.refresh_from_db()
    return serial
