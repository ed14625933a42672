"""Products and their state machine. Texts, photos, stock and the listing row change together."""

from collections.abc import Sequence

from django.conf import settings
from django.db import transaction

from catalog.actions.stock import lock_stock
from catalog.choices import ProductState
from catalog.core.seasons import season
from catalog.core.states import PRODUCT_MOVES, MoveError, check_move
from catalog.drafts import REQUIRED_LANGUAGE, ProductDraft
from catalog.errors import (
    DraftRefusedError,
    PhotoNotYoursError,
    ProductNotFoundError,
    SellerNotVerifiedError,
    StateMoveError,
)
from catalog.listing.actions import refresh_listing
from catalog.models import (
    Category,
    Product,
    ProductCategory,
    ProductClass,
    ProductPhoto,
    ProductText,
)
from catalog.partner.models import Partner, StockRecord
from catalog.slugs import free_slug
from marketplace.base.accounts.models import User
from marketplace.base.media.models import Media
from marketplace.kernel.audit import record
from marketplace.kernel.clock import now
from marketplace.kernel.locking import lock_rows

GOODS = "hang-hoa"
"""Slug of the one product class: goods that are shipped and counted."""


@transaction.atomic
def list_product(*, seller: Partner, draft: ProductDraft, acting_user: User) -> Product:
    """Put a product on sale at once, or in front of staff where the shop reviews first.

    Raises:
        SellerNotVerifiedError: the seller's papers are not checked.
        DraftRefusedError: the category is not there.
        PhotoNotYoursError: a photo is not one of this seller's people's.
    """
    _require_verified(seller)
    slug = free_slug(Product, draft.name, "hang")
    product = Product(seller=seller, slug=slug, product_class=_goods())
    _apply(product, draft)
    product.save()
    _write_texts(product, draft)
    _write_category(product, draft.category_id)
    _write_photos(product, draft, acting_user)
    StockRecord.objects.create(
        product=product,
        partner=seller,
        partner_sku=f"P{product.pk}",
        price=draft.price,
        num_in_stock=draft.stock,
    )
    record(
        "product.listed",
        acting_user=acting_user,
        subject=product,
        price=draft.price,
        stock=draft.stock,
    )
    return _move(product, _first_state(), acting_user)


@transaction.atomic
def edit_product(*, product: Product, draft: ProductDraft, acting_user: User) -> Product:
    """Describe a product anew; price and pack change together.

    ``draft.stock`` is not used: stock moves under buyers' hands and has an action of its own. What
    staff refused goes back to them.

    Raises:
        DraftRefusedError: the category is not there.
        PhotoNotYoursError: a new photo is not one of this seller's people's.
    """
    stock, row = lock_stock(product), _lock(product)
    _require_verified(row.seller)
    before = {"price": stock.amount, "pack": str(row.pack), "name": row.title}
    _apply(row, draft)
    row.save()
    _write_texts(row, draft)
    _write_category(row, draft.category_id)
    _write_photos(row, draft, acting_user)
    if stock.amount != draft.price:
        StockRecord.objects.filter(pk=stock.pk).update(price=draft.price)
        record(
            "price.changed",
            acting_user=acting_user,
            subject=stock,
            before=before["price"],
            after=draft.price,
        )
    record("product.edited", acting_user=acting_user, subject=row, before=before)
    if _needs_another_look(row):
        return _move(row, ProductState.REVIEW, acting_user)
    refresh_listing([row.pk])
    return row


@transaction.atomic
def withdraw_product(*, product: Product, acting_user: User) -> Product:
    """Take a product off sale; orders that hold it go on."""
    return _move(_lock(product), ProductState.WITHDRAWN, acting_user)


@transaction.atomic
def publish_again(*, product: Product, acting_user: User) -> Product:
    """Put a withdrawn product back on sale (or in front of staff where they review first).

    Raises:
        SellerNotVerifiedError: the seller may not sell now.
        StateMoveError: it is not withdrawn: what staff took down, staff put back.
    """
    row = _lock(product)
    _require_verified(row.seller)
    if row.state != ProductState.WITHDRAWN:
        raise StateMoveError(before=row.state, after=ProductState.PUBLISHED)
    return _move(row, _first_state(), acting_user)


@transaction.atomic
def send_to_review(*, product: Product, acting_user: User, reason: str = "") -> Product:
    """Take a product off public pages until staff have looked at it."""
    return _move(_lock(product), ProductState.REVIEW, acting_user, reason)


@transaction.atomic
def approve_product(*, product: Product, acting_user: User) -> Product:
    """Let a reviewed or rejected product be sold.

    Raises:
        SellerNotVerifiedError: its seller may not sell now.
    """
    row = _lock(product)
    _require_verified(row.seller)
    return _move(row, ProductState.PUBLISHED, acting_user)


@transaction.atomic
def reject_product(*, product: Product, reason: str, acting_user: User) -> Product:
    """Refuse a product, or take it down, with words for its seller.

    Raises:
        DraftRefusedError: without a reason.
    """
    if not reason.strip():
        raise DraftRefusedError(field="reason", reason="reason_missing")
    return _move(_lock(product), ProductState.REJECTED, acting_user, reason.strip())


def _needs_another_look(product: Product) -> bool:
    """Return whether staff must see the edited product before buyers do."""
    if product.state == ProductState.REJECTED:
        return True
    return product.state == ProductState.PUBLISHED and _first_state() == ProductState.REVIEW


def _first_state() -> ProductState:
    review_first: bool = settings.CATALOG_REVIEW_FIRST  # type: ignore[misc]
    return ProductState.REVIEW if review_first else ProductState.PUBLISHED


def _move(product: Product, state: ProductState, acting_user: User, reason: str = "") -> Product:
    before = product.state
    try:
        check_move(PRODUCT_MOVES, before, state)
    except MoveError as error:
        raise StateMoveError(before=before, after=str(state)) from error
    product.state, product.state_reason = state, reason
    product.is_public = state == ProductState.PUBLISHED and product.seller.is_verified
    if state == ProductState.PUBLISHED and product.published_at is None:
        product.published_at = now()
    product.save()
    record(
        f"product.{state}", acting_user=acting_user, subject=product, before=before, reason=reason
    )
    refresh_listing([product.pk])
    return product


def _lock(product: Product) -> Product:
    """Lock the stock row before the product: the order that a sale locks in."""
    lock_stock(product)
    rows = lock_rows(Product.objects.filter(pk=product.pk).select_related("seller"))
    if not rows:
        raise ProductNotFoundError(product=product.pk)
    return rows[0]


def _require_verified(seller: Partner) -> None:
    if not seller.is_verified:
        raise SellerNotVerifiedError(seller=seller.pk, state=seller.state)


def _goods() -> ProductClass:
    return ProductClass.objects.get_or_create(slug=GOODS, defaults={"name": "Goods"})[0]


def _apply(product: Product, draft: ProductDraft) -> None:
    pack, words = draft.pack, draft.texts[REQUIRED_LANGUAGE]
    product.title, product.description = words.name.strip(), words.description.strip()
    product.pack_quantity, product.unit, product.container = (
        pack.quantity,
        pack.unit,
        pack.container,
    )
    product.piece_count, product.net_weight_grams = pack.piece_count, pack.grams
    product.size_count_min, product.size_count_max = draft.size_min, draft.size_max
    product.season_months = list(season(draft.season_months))
    product.storage = draft.storage


def _write_texts(product: Product, draft: ProductDraft) -> None:
    ProductText.objects.filter(product=product).exclude(language__in=list(draft.texts)).delete()
    for language, words in draft.texts.items():
        ProductText.objects.update_or_create(
            product=product,
            language=language,
            defaults={"name": words.name.strip(), "description": words.description.strip()},
        )


def _write_category(product: Product, category_id: int) -> None:
    category = Category.objects.filter(
        pk=category_id, is_public=True, ancestors_are_public=True
    ).first()
    if category is None:
        raise DraftRefusedError(field="category", reason="category_missing")
    ProductCategory.objects.filter(product=product).exclude(category=category).delete()
    ProductCategory.objects.get_or_create(product=product, category=category)


def _write_photos(product: Product, draft: ProductDraft, acting_user: User) -> None:
    """Replace the photos. New ones must be the acting person's; old ones may be a colleague's."""
    kept = set(product.photos.values_list("media_id", flat=True))
    media = Media.objects.in_bulk(draft.photos)
    if not _all_allowed(draft.photos, media, kept, acting_user):
        raise PhotoNotYoursError
    product.photos.all().delete()
    ProductPhoto.objects.bulk_create(
        ProductPhoto(product=product, media=media[pk], position=position)
        for position, pk in enumerate(draft.photos)
    )


def _all_allowed(
    wanted: Sequence[object], media: dict[object, Media], kept: set[object], person: User
) -> bool:
    return all(pk in media and (pk in kept or media[pk].owner_id == person.pk) for pk in wanted)
