"""Fields and ponds of the demo's parties: outlines, seasons, codes, one paper."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from marketplace.base.accounts.models import User
from traceability.actions import PlaceDraft, add_place, change_place, draw_outline
from traceability.identifiers import IdentifierDraft, give_identifier, succeed_identifier
from traceability.lots.models import Lot
from traceability.models import IdentifierScheme, Party, Place, PlaceKind
from traceability.rules.actions import (
    CertificateDraft,
    GoodsDraft,
    add_certificate,
    judge_certificate,
    tell_goods,
)
from traceability.rules.models import CertificateState
from traceability.seasons import SeasonDraft, add_season

MERGER = date(2025, 7, 1)
"""The day the communes, and with them the codes, changed."""


@dataclass(frozen=True, slots=True)
class FieldPlan:
    """What a party grows on, by the code of one of its lots; days are counted back from today.

    Attributes:
        codes: old and new code of the State; samples.
        corners: latitude and longitude of the field or pond.
        seasons: kind, variety, first day, last day (None: still growing).
    """

    kind: PlaceKind
    scheme: IdentifierScheme
    codes: tuple[str, str]
    corners: tuple[tuple[float, float], ...]
    area_m2: int
    seasons: tuple[tuple[str, str, int, int | None], ...]


PLANS = {
    "ST25-A3": FieldPlan(
        PlaceKind.PLOT,
        IdentifierScheme.GROWING_AREA,
        ("VN-94-MAU-0001", "VN-92-MAU-0001"),
        ((9.42010, 105.87020), (9.42015, 105.87160), (9.42110, 105.87170), (9.42118, 105.87031)),
        17_000,
        (
            ("rice", "ST25", 540, 416),
            ("shrimp", "Tôm sú", 410, 186),
            ("rice", "ST25", 175, 56),
            ("shrimp", "Tôm sú", 40, None),
        ),
    ),
    "HT-04": FieldPlan(
        PlaceKind.PLOT,
        IdentifierScheme.GROWING_AREA,
        ("VN-94-MAU-0002", "VN-92-MAU-0002"),
        ((9.33210, 105.98010), (9.33216, 105.98080), (9.33290, 105.98072), (9.33279, 105.98004)),
        6_000,
        (("other", "Hành tím", 110, 35),),
    ),
    "TS-12": FieldPlan(
        PlaceKind.POND,
        IdentifierScheme.FARM,
        ("AO-94-MAU-0003", "AO-92-MAU-0003"),
        ((9.65110, 106.17020), (9.65112, 106.17075), (9.65160, 106.17078), (9.65163, 106.17024)),
        3_200,
        (("shrimp", "Tôm sú", 160, 20),),
    ),
}


def load_fields(lots: dict[str, Lot], today: date, staff: User) -> None:
    """Give the parties of ``lots`` their fields, codes and papers."""
    parties: dict[int, Party] = {}
    for code, plan in PLANS.items():
        lot = lots[code]
        party = parties.setdefault(lot.item.party_id, lot.item.party)
        member = _member(party)
        place = party.places.filter(kind=plan.kind).order_by("pk")[0]
        _describe(place, plan, party, member)
        _codes(place, plan, member)
        for kind, variety, first, last in plan.seasons:
            draft = SeasonDraft(
                kind=kind,
                variety=variety,
                starts_on=today - timedelta(days=first),
                ends_on=None if last is None else today - timedelta(days=last),
            )
            add_season(place=place, draft=draft, acting_user=member)
    rice = lots["ST25-A3"].item.party
    _pond(rice, today)
    _papers(rice, today, staff)
    _tell(lots.values())


def _member(party: Party) -> User:
    member: User = party.members.order_by("pk")[0]
    return member


def _describe(place: Place, plan: FieldPlan, party: Party, member: User) -> None:
    draft = PlaceDraft(
        kind=place.kind,
        name=place.name,
        locality=place.locality,
        place_code=party.place_code,
        area_m2=plan.area_m2,
    )
    change_place(place=place, draft=draft, acting_user=member)
    corners = "\n".join(f"{lat}, {lon}" for lat, lon in plan.corners)
    draw_outline(place=place, text=corners, acting_user=member)


def _codes(place: Place, plan: FieldPlan, member: User) -> None:
    """Write down the code before the merger, and the one that followed it."""
    old, new = plan.codes
    issuer = "Chi cục (mẫu)"
    first = IdentifierDraft(
        scheme=plan.scheme, value=old, issuer=issuer, valid_from=date(2023, 1, 1)
    )
    given = give_identifier(owner=place, draft=first, acting_user=member)
    second = IdentifierDraft(scheme=plan.scheme, value=new, issuer=issuer, valid_from=MERGER)
    succeed_identifier(identifier=given, draft=second, acting_user=member)


def _pond(party: Party, today: date) -> None:
    """Add a nursery pond of the rice-shrimp cooperative: a place with one point only."""
    member = _member(party)
    draft = PlaceDraft(
        kind=PlaceKind.POND, name="Ao ương", locality="Hòa Tú", place_code=party.place_code
    )
    pond = add_place(party=party, draft=draft, acting_user=member)
    draw_outline(place=pond, text="9.42135, 105.87052", acting_user=member)
    season = SeasonDraft(kind="shrimp", variety="Tôm sú", starts_on=today - timedelta(days=55))
    add_season(place=pond, draft=season, acting_user=member)
    tax = IdentifierDraft(scheme=IdentifierScheme.TAX_CODE, value="0000001010")
    give_identifier(owner=party, draft=tax, acting_user=member)


def _papers(party: Party, today: date, staff: User) -> None:
    """Hand in two papers: one confirmed, one that waits for a look."""
    member = _member(party)
    for scheme, number, days in (("vietgap", "VG-MAU-01", 400), ("organic_vn", "HC-MAU-02", 20)):
        draft = CertificateDraft(
            scheme=scheme,
            number=number,
            issuer="Tổ chức chứng nhận (mẫu)",
            valid_from=today - timedelta(days=days),
            valid_to=today + timedelta(days=330),
            scope="Lúa ST25",
        )
        row = add_certificate(party=party, draft=draft, acting_user=member)
        if scheme == "vietgap":
            judge_certificate(certificate=row, state=CertificateState.CONFIRMED, acting_user=staff)


def _tell(lots: Iterable[Lot]) -> None:
    """Write down the safety warnings: shrimp has one, rice and onions need none."""
    for item in {lot.item_id: lot.item for lot in lots}.values():
        is_shrimp = "shrimp" in item.picture
        warning = "Có giáp xác. Nấu chín trước khi ăn." if is_shrimp else ""
        draft = GoodsDraft(warning=warning, needs_no_warning=not is_shrimp)
        tell_goods(item=item, draft=draft, acting_user=_member(item.party))
