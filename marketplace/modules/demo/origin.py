"""Parties, items, lots and what happened to them: on sale, recalled, expired, not yet on sale."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from django.utils import timezone

from catalog.models import Product
from marketplace.base.accounts.models import User
from marketplace.modules.lot_allocation.actions import link_item, offer_lot
from traceability.lots.actions import LotDraft, open_lot, record_event, set_picture
from traceability.lots.identity import lot_element
from traceability.lots.models import LabelRun, Lot
from traceability.lots.recording import StepEntry
from traceability.lots.serial_actions import activate_range, issue_serials
from traceability.models import Party, Place, PlaceKind
from traceability.recall.actions import CaseWords, Returned, decide, note_recovery, open_case
from traceability.recall.models import Risk, Treatment


@dataclass(frozen=True, slots=True)
class LotPlan:
    """A lot of the demo; days are counted back from today.

    Attributes:
        offered: packs put on sale in the shop.
        serials: labels printed.
        active: labels put on sale.
    """

    product: str
    code: str
    quantity: int
    offered: int
    harvested: int
    packed: int
    keeps: int
    serials: int = 60
    active: int = 40


RICE_STEPS = (
    ("dry", 1, "Sấy xuống 14% ẩm", None),
    ("mill", 6, "Xay xát, tách màu", Decimal(4200)),
    ("inspect", 9, "Kiểm dư lượng: đạt", None),
)
SHRIMP_STEPS = (
    ("process", 1, "Rửa, cấp đông trong ngày", Decimal(420)),
    ("inspect", 3, "Kiểm kháng sinh: đạt", None),
)
ONION_STEPS = (("store", 8, "Phơi khô tám ngày", None),)
PLANS = {
    "gao-st25": (
        LotPlan("gao-st25", "ST25-A3", 840, 600, 62, 50, 365, serials=120, active=100),
        LotPlan("gao-st25", "ST25-A1", 240, 60, 80, 70, 340),
    ),
    "hanh-tim-2kg": (LotPlan("hanh-tim-2kg", "HT-04", 230, 230, 40, 30, 150),),
    "tom-su-dong-lanh": (
        LotPlan("tom-su-dong-lanh", "TS-12", 120, 90, 25, 24, 360),
        LotPlan("tom-su-dong-lanh", "TS-09", 80, 30, 45, 44, 360),
    ),
}
EXPIRED = LotPlan("gao-st25", "ST25-22", 50, 0, 500, 480, 420)
STEPS = {"gao-st25": RICE_STEPS, "hanh-tim-2kg": ONION_STEPS, "tom-su-dong-lanh": SHRIMP_STEPS}
PICTURES = {
    "gao-st25": "art/st25.svg",
    "hanh-tim-2kg": "art/onion.svg",
    "tom-su-dong-lanh": "art/shrimp.svg",
}
ON_SALE, RECALLED = "ST25-A3", "TS-09"


def load_lots(products: dict[str, Product], today: date) -> dict[str, Lot]:
    """Open the demo's lots with their events and labels; return them by code."""
    lots = {}
    for key, plans in PLANS.items():
        for plan in (*plans, *((EXPIRED,) if key == EXPIRED.product else ())):
            lots[plan.code] = _lot(plan, products[key], today)
    return lots


def recall(lot: Lot, staff: User) -> None:
    """Take the one lot back that the demo shows recalled, as a case with goods that came back."""
    words = CaseWords(
        reason="Dư lượng kháng sinh vượt mức cho phép trong mẫu kiểm lại",
        guidance="Ngừng dùng, giữ nguyên hộp, gọi 1800 0000 để được hoàn tiền.",
        phone="+84900000103",
        risk=Risk.HIGH,
    )
    party = lot.item.party
    member = party.members.order_by("pk").first()
    starts = {lot_element(lot): f"{lot.item} · {lot.code}"}
    case = open_case(party=party, starts=starts, words=words, acting_user=member)
    decide(case=case, acting_user=staff)
    back = Returned(lot=lot, place="Kho của người bán", packs=12, treatment=Treatment.STORED)
    note_recovery(case=case, returned=back, acting_user=member)


def chain_members(products: dict[str, Product]) -> dict[str, User]:
    """Return who looks after the chains that come as files."""
    return {
        "chain_rice_st25.jsonld": products["gao-st25"].seller.users.get(),
        "chain_shrimp_gdst.jsonld": products["tom-su-dong-lanh"].seller.users.get(),
    }


def _lot(plan: LotPlan, product: Product, today: date) -> Lot:
    member = product.seller.users.get()
    item = link_item(product=product, acting_user=member)
    set_picture(item=item, picture=PICTURES[plan.product], acting_user=member)
    places = _places(item.party, plan.product)
    draft = LotDraft(
        code=plan.code,
        quantity=plan.quantity,
        harvested_on=today - timedelta(days=plan.harvested),
        packed_on=today - timedelta(days=plan.packed),
        best_before=today - timedelta(days=plan.packed - plan.keeps),
        harvested_at=places[0],
        harvested_kilograms=Decimal(7800 if plan.product == "gao-st25" else 900),
        packed_at=places[-1],
    )
    lot = open_lot(item=item, draft=draft, acting_user=member)
    _tell(lot, plan, places, member, today)
    _label(lot, plan, member)
    if plan.offered:
        offer_lot(lot=lot, product=product, packs=plan.offered, acting_user=member)
    return lot


def _tell(lot: Lot, plan: LotPlan, places: list[Place], member: User, today: date) -> None:
    harvested = today - timedelta(days=plan.harvested)
    for step, after, note, quantity in STEPS[plan.product]:
        at = timezone.make_aware(datetime.combine(harvested + timedelta(days=after), time(9, 30)))
        place = places[1] if step in {"mill", "process"} else None
        entry = StepEntry(step=step, happened_at=at, place=place, quantity=quantity, note=note)
        record_event(lot=lot, entry=entry, acting_user=member)


def _label(lot: Lot, plan: LotPlan, member: User) -> LabelRun:
    run = issue_serials(lot=lot, count=min(plan.serials, plan.quantity), acting_user=member)
    run.refresh_from_db()
    activate_range(run=run, first=1, last=min(plan.active, plan.quantity), acting_user=member)
    return run


def _places(party: Party, product: str) -> list[Place]:
    """Return field or pond, mill or plant, and packing of a party; made once."""
    grown = PlaceKind.POND if product.startswith("tom") else PlaceKind.PLOT
    made = PlaceKind.PLANT if product.startswith("tom") else PlaceKind.MILL
    rows = (
        (grown, "Ao số 3" if grown == PlaceKind.POND else "Ruộng A3", party.place_name),
        (made, "Nhà máy (mẫu)", "Mỹ Xuyên"),
        (PlaceKind.STORE, "Kho đóng gói", "Sóc Trăng"),
    )
    return [_place(party, kind, name, locality) for kind, name, locality in rows]


def _place(party: Party, kind: PlaceKind, name: str, locality: str) -> Place:
    place, _made = Place.objects.get_or_create(
        party=party, kind=kind, defaults={"name": name, "locality": locality}
    )
    return place
