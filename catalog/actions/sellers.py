"""Sellers and their state machine: draft, submitted, verified, suspended."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction

from catalog.choices import SELLERS_WITH_TAX_CODE, ProductState, SellerKind, SellerState
from catalog.core.states import SELLER_MOVES, MoveError, check_move
from catalog.core.tax_code import TaxCodeError, normalise_tax_code
from catalog.errors import DraftRefusedError, PapersMissingError, StateMoveError
from catalog.listing.actions import refresh_listing
from catalog.models import Product
from catalog.partner.models import Partner, SellerText
from catalog.slugs import free_slug
from marketplace.base.accounts.models import User
from marketplace.base.places.models import AdminUnit
from marketplace.kernel.audit import record
from marketplace.kernel.clock import now
from marketplace.kernel.locking import lock_rows


@dataclass(frozen=True, slots=True, kw_only=True)
class SellerPapers:
    """Who a seller is, as the registration and the shop page say it.

    Args:
        name: what buyers read.
        kind: of the six.
        legal_name: as registered.
        tax_code: as typed; empty where the kind has none.
        place: ward or commune of the seat.
        street: house, street, hamlet.
        phone: E.164.
    """

    name: str
    kind: SellerKind
    legal_name: str = ""
    tax_code: str = ""
    place: AdminUnit | None = None
    street: str = ""
    phone: str = ""


@transaction.atomic
def add_seller(*, papers: SellerPapers, users: Sequence[User], acting_user: User | None) -> Partner:
    """Register a seller in draft, with the people who work for it.

    Raises:
        DraftRefusedError: the tax code is mistyped.
    """
    seller = Partner(slug=free_slug(Partner, papers.name, "nguoi-ban"))
    _apply(seller, papers)
    seller.save()
    seller.users.set(users)
    record("seller.added", acting_user=acting_user, subject=seller, kind=seller.kind)
    return seller


@transaction.atomic
def edit_seller(*, seller: Partner, papers: SellerPapers, acting_user: User | None) -> Partner:
    """Correct a seller's papers. A verified seller's must stay whole.

    Raises:
        DraftRefusedError: the tax code is mistyped.
        PapersMissingError: a verified seller would lose what verification needs.
    """
    row = _lock(seller)
    _apply(row, papers)
    if row.state == SellerState.VERIFIED:
        _require_papers(row)
    row.save()
    record("seller.edited", acting_user=acting_user, subject=row)
    _refresh(row)
    return row


@transaction.atomic
def name_people(*, seller: Partner, users: Sequence[User], acting_user: User | None) -> Partner:
    """Say who works for a seller; others lose their access at once."""
    seller.users.set(users)
    people = sorted(user.pk for user in users)
    record("seller.people_named", acting_user=acting_user, subject=seller, people=people)
    return seller


@transaction.atomic
def tell_story(*, seller: Partner, language: str, story: str, acting_user: User | None) -> Partner:
    """Write the seller's story in one language; an empty one takes it away."""
    if story.strip():
        SellerText.objects.update_or_create(
            seller=seller, language=language, defaults={"story": story.strip()}
        )
    else:
        SellerText.objects.filter(seller=seller, language=language).delete()
    record("seller.story_told", acting_user=acting_user, subject=seller, language=language)
    return seller


@transaction.atomic
def submit_seller(*, seller: Partner, acting_user: User | None) -> Partner:
    """Ask staff to check the papers.

    Raises:
        PapersMissingError: they are not whole; ``fields`` names what is missing.
    """
    _require_papers(seller)
    return _move(seller, SellerState.SUBMITTED, acting_user)


@transaction.atomic
def ask_seller_for_more(*, seller: Partner, reason: str, acting_user: User) -> Partner:
    """Send the papers back with what is missing in words."""
    return _move(seller, SellerState.DRAFT, acting_user, reason)


@transaction.atomic
def verify_seller(*, seller: Partner, acting_user: User | None) -> Partner:
    """Accept the papers: from now on this seller may sell."""
    _require_papers(seller)
    return _move(seller, SellerState.VERIFIED, acting_user)


@transaction.atomic
def suspend_seller(*, seller: Partner, reason: str, acting_user: User) -> Partner:
    """Stop a seller at once: nothing of theirs stays on public pages."""
    return _move(seller, SellerState.SUSPENDED, acting_user, reason)


@transaction.atomic
def restore_seller(*, seller: Partner, acting_user: User) -> Partner:
    """Let a suspended seller sell again; what was on sale is on sale again."""
    _require_papers(seller)
    return _move(seller, SellerState.VERIFIED, acting_user)


def missing_papers(seller: Partner) -> list[str]:
    """Return the names of fields that verification still needs."""
    needed = ["legal_name", "place", "street", "phone"]
    if seller.kind in SELLERS_WITH_TAX_CODE:
        needed.insert(1, "tax_code")
    return [name for name in needed if not getattr(seller, name)]


def _require_papers(seller: Partner) -> None:
    fields = missing_papers(seller)
    if fields:
        labels = [str(Partner._meta.get_field(name).verbose_name) for name in fields]
        raise PapersMissingError(missing=", ".join(labels), fields=tuple(fields))


def _apply(seller: Partner, papers: SellerPapers) -> None:
    seller.name, seller.kind = papers.name.strip(), papers.kind
    seller.legal_name, seller.street = papers.legal_name.strip(), papers.street.strip()
    seller.place, seller.phone = papers.place, papers.phone
    try:
        seller.tax_code = normalise_tax_code(papers.tax_code) if papers.tax_code.strip() else None
    except TaxCodeError as error:
        raise DraftRefusedError(field="tax_code", reason=f"tax_code_{error.code}") from error


def _move(
    seller: Partner, state: SellerState, acting_user: User | None, reason: str = ""
) -> Partner:
    row = _lock(seller)
    before = row.state
    try:
        check_move(SELLER_MOVES, before, state)
    except MoveError as error:
        raise StateMoveError(before=before, after=str(state)) from error
    row.state, row.state_reason = state, reason
    if state == SellerState.VERIFIED and row.verified_at is None:
        row.verified_at = now()
    row.save(update_fields=["state", "state_reason", "verified_at"])
    record(f"seller.{state}", acting_user=acting_user, subject=row, before=before, reason=reason)
    _refresh(row)
    return row


def _lock(seller: Partner) -> Partner:
    return lock_rows(Partner.objects.filter(pk=seller.pk))[0]


def _refresh(seller: Partner) -> None:
    """Let the products follow: public only while their seller may sell."""
    products = Product.objects.filter(seller=seller)
    products.filter(state=ProductState.PUBLISHED).update(is_public=seller.is_verified)
    refresh_listing(list(products.values_list("pk", flat=True)))
