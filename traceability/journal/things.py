"""What there is to write about: goods in bulk and lots, each with what events call it."""

import re
import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.conf import settings
from django.db.models import QuerySet

from traceability.epcis.core.elements import KILOGRAM, Quantity
from traceability.gs1 import digital_link
from traceability.gs1.element_string import Element
from traceability.journal.models import Goods, GoodsKind
from traceability.lots.identity import lot_element, stage_element
from traceability.lots.models import Lot, LotState
from traceability.lots.steps import STEPS, Stage
from traceability.models import Party

MOST = 100
"""Of each kind a form offers; older ones are in the diary."""

PREFIX = {
    GoodsKind.SEED: "GIONG",
    GoodsKind.POSTLARVAE: "PL",
    GoodsKind.FEED: "TA",
    GoodsKind.PADDY: "LUA",
    GoodsKind.RICE: "GAO",
    GoodsKind.BROKEN: "TAM",
    GoodsKind.BRAN: "CAM",
    GoodsKind.HUSK: "TRAU",
    GoodsKind.SHRIMP: "TOM",
    GoodsKind.FROZEN: "DL",
}
_SEAFOOD = frozenset({"postlarvae", "feed", "shrimp", "frozen"})
_RUN = re.compile(r"[^A-Z0-9]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Thing:
    """Goods that a step may be about.

    ``key`` stands in forms: ``g<pk>`` for goods in bulk, ``l<link code>`` for a lot of packs.
    """

    key: str
    uri: str
    label: str
    kind: str = ""
    uom: str = ""
    amount: Decimal | None = None
    lot: Lot | None = None

    @property
    def is_seafood(self) -> bool:
        """Say whether GDST speaks of it."""
        return self.kind in _SEAFOOD

    def quantity(self, amount: Decimal | None = None) -> Quantity:
        """Return so much of it; None: nobody counted."""
        return Quantity(self.uri, amount, self.uom)


def goods_of(party: Party) -> QuerySet[Goods]:
    """Return the party's goods in bulk, newest first, without those made by mistake."""
    return Goods.objects.filter(party=party).exclude(made_by__declared_wrong_at__isnull=False)


def things_of(party: Party) -> list[Thing]:
    """Return what the party can write about: its latest goods in bulk, then its latest lots."""
    bulk = [goods_thing(one) for one in goods_of(party)[:MOST]]
    lots = Lot.objects.filter(item__party=party).exclude(state=LotState.CLOSED)
    return bulk + [lot_thing(lot) for lot in lots.select_related("item")[:MOST]]


def goods_thing(goods: Goods) -> Thing:
    """Return goods in bulk as a thing."""
    name = goods.name or goods.get_kind_display()
    return Thing(
        key=f"g{goods.pk}",
        uri=goods.uri,
        label=f"{goods.code} · {name}",
        kind=goods.kind,
        uom=goods.uom,
        amount=goods.amount,
    )


def lot_thing(lot: Lot, step: str = "") -> Thing:
    """Return a lot as a thing: its packs, or what became them where the step is about that."""
    stage = STEPS[step].stage if step in STEPS else Stage.PACKS
    if stage == Stage.RAW:
        uri, uom = stage_element(lot, Stage.RAW), KILOGRAM
    else:
        uri, uom = lot_element(lot), ""
    return Thing(
        key=f"l{lot.link_code}", uri=uri, label=f"{lot.code} · {lot.item}", uom=uom, lot=lot
    )


def next_code(party: Party, kind: str, day: date) -> str:
    """Return a code the party has not used for goods of this kind: ``LUA-260114``, ``…-2``."""
    stem = f"{PREFIX[GoodsKind(kind)]}-{day:%y%m%d}"
    taken = set(
        Goods.objects.filter(party=party, kind=kind, code__startswith=stem).values_list(
            "code", flat=True
        )
    )
    if stem not in taken:
        return stem
    return next(
        code for number in range(2, len(taken) + 3) if (code := f"{stem}-{number}") not in taken
    )


def plain_code(text: str) -> str:
    """Return a typed code as a label takes it: at most 20 capitals, digits and dashes."""
    return _RUN.sub("-", text.upper()).strip("-")[:20]


def party_element(party: Party) -> str:
    """Return the URI of a party: its GLN as a Digital Link, else one of ours."""
    if party.gln:
        return digital_link.build([Element("417", party.gln)])
    return f"{settings.PUBLIC_ORIGIN}/ns/party/{party.pk}"


def feed_uri(party: Party, name: str) -> str:
    """Return the URI of a feed that nobody wrote down as bought: one for each name."""
    return uuid.uuid5(uuid.NAMESPACE_URL, f"{party_element(party)}/feed/{name}").urn


def any_seafood(things: Iterable[Thing]) -> bool:
    """Say whether one of these is seafood."""
    return any(one.is_seafood for one in things)
