"""Two whole chains as EPCIS documents, taken over as any stranger's file would be.

Rice: field, mill, bags, box, shop. Shrimp (GDST): hatchery, pond, plant. Their dates move along, so
that the goods are always fresh; the numbers begin with 952, the prefix GS1 keeps for examples.
"""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from importlib.resources import files

from marketplace.base.accounts.models import User
from traceability.lots.actions import ItemDraft, add_item, import_document
from traceability.lots.models import Lot, Storage
from traceability.models import Party, PartyKind, Place, PlaceKind

_DAY = re.compile(r"(?<!\d)(20\d\d)-(\d\d)-(\d\d)(?!\d)")


@dataclass(frozen=True, slots=True)
class Chain:
    """A document and what has to be there before: its party, goods and places."""

    file: str
    gln: str
    party: str
    kind: str
    first: date
    age: int
    item: ItemDraft
    places: tuple[tuple[str, str, str, str, str], ...]


CHAINS = (
    Chain(
        file="chain_rice_st25.jsonld",
        gln="9520600090016",
        party="Hợp tác xã theo chuỗi (mẫu)",
        kind=PartyKind.COOPERATIVE,
        first=date(2025, 11, 20),
        age=40,
        item=ItemDraft(
            names={"vi": "Gạo ST25 theo chuỗi (mẫu)", "en": "ST25 rice, whole chain (sample)"},
            pack={"vi": "Túi 5 kg", "en": "5 kg bag"},
            net_weight_grams=5000,
            gtin14="09520600012353",
            picture="art/st25.svg",
        ),
        places=(
            (PlaceKind.PLOT, "Thửa 12", "Hòa Tú", "9520600010014", "THUA-12"),
            (PlaceKind.MILL, "Nhà máy xay (mẫu)", "Mỹ Xuyên", "9520600010038", ""),
            (PlaceKind.STORE, "Xưởng đóng túi (mẫu)", "Mỹ Xuyên", "9520600010045", ""),
            (PlaceKind.SHOP, "Cửa hàng (mẫu)", "Sóc Trăng", "9520600010052", ""),
        ),
    ),
    Chain(
        file="chain_shrimp_gdst.jsonld",
        gln="9520600090061",
        party="Nhà máy tôm theo chuỗi (mẫu)",
        kind=PartyKind.ENTERPRISE,
        first=date(2025, 3, 2),
        age=140,
        item=ItemDraft(
            names={"vi": "Tôm sú bỏ đầu theo chuỗi (mẫu)", "en": "Headless shrimp, whole chain"},
            pack={"vi": "Hộp 500 g", "en": "500 g box"},
            net_weight_grams=500,
            gtin14="09520600012391",
            storage=Storage.FROZEN,
            picture="art/shrimp.svg",
        ),
        places=(),
    ),
)


def load_chains(members: dict[str, User], today: date) -> list[Lot]:
    """Take the chains over and return their lots; ``members`` belong to the party of a file."""
    return [lot for chain in CHAINS for lot in _load(chain, members[chain.file], today)]


def _load(chain: Chain, member: User, today: date) -> list[Lot]:
    party, _made = Party.objects.get_or_create(
        gln=chain.gln,
        defaults={
            "kind": chain.kind,
            "name": chain.party,
            "place_name": "Sóc Trăng",
            "published_contact": "+8418000000",
        },
    )
    party.members.add(member)
    for kind, name, locality, gln, extension in chain.places:
        fields = {"party": party, "kind": kind, "name": name, "locality": locality}
        Place.objects.get_or_create(gln=gln, gln_extension=extension, defaults=fields)
    add_item(party=party, draft=chain.item, acting_user=member)
    text = files("marketplace.modules.demo.data").joinpath(chain.file).read_text("utf-8")
    shifted = moved(text, today - timedelta(days=chain.age) - chain.first)
    return list(import_document(text=shifted, party=party, acting_user=member).lots)


def moved(text: str, by: timedelta) -> str:
    """Return a document with every day in it moved."""

    def move(found: re.Match[str]) -> str:
        return (date(*map(int, found.groups())) + by).isoformat()

    return _DAY.sub(move, text)
