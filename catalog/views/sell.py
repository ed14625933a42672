"""The sell form: three steps with JavaScript, one long form without."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from catalog.actions import edit_product, list_product
from catalog.choices import ProductState
from catalog.drafts import MOST_PHOTOS, ProductDraft
from catalog.forms import EditForm, PackFields, SellForm, initial_of
from catalog.hooks import sell_form_saved
from catalog.market import PriceCheck, check_price
from catalog.models import Product
from catalog.partner.models import Partner
from catalog.queries import certificates_to_show, product_of, stock_of
from catalog.views.doors import for_sellers, person_of
from marketplace.base.accounts.models import User
from marketplace.base.media.actions import store_upload
from marketplace.base.media.errors import UploadError
from marketplace.base.media.forms import ACCEPT
from marketplace.base.media.models import Media
from marketplace.kernel.errors import DomainError

PHOTO_BUTTONS = ("add_photo", "remove", "cover")
"""Buttons that change the photos and send nothing off."""
FRESH = {"sell_by": "tui", "content_unit": "kg", "storage": "dry", "stock": 10}


@dataclass(frozen=True, slots=True)
class Photos:
    """The photos of a form.

    Args:
        media: in order, cover first.
        errors: why an upload was refused, in words.
    """

    media: Sequence[Media]
    errors: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Sheet:
    """The form as it is shown: of a new product, or of one that is there."""

    seller: Partner
    product: Product | None
    form: SellForm
    photos: Photos
    check: PriceCheck | None = None


@require_http_methods(["GET", "HEAD", "POST"])
@for_sellers
def new(request: HttpRequest, seller: Partner) -> HttpResponse:
    """List a product."""
    return _sheet(request, seller, None)


@require_http_methods(["GET", "HEAD", "POST"])
@for_sellers
def edit(request: HttpRequest, seller: Partner, pk: int) -> HttpResponse:
    """Describe a product anew."""
    return _sheet(request, seller, product_of(seller, pk))


@require_http_methods(["GET", "HEAD", "POST"])
@for_sellers
def photos(request: HttpRequest, seller: Partner) -> HttpResponse:
    """Take photos in while the form is filled in, and show those that are there (htmx)."""
    product = _product_named(request, seller)
    found = _photos_of(request, product)
    return render(request, "seller/_photos.html", {"photos": found, "accept": ACCEPT})


@require_POST
@for_sellers
def price_preview(request: HttpRequest, seller: Partner) -> HttpResponse:  # noqa: ARG001
    """Show the price of one base unit, and what others ask (htmx)."""
    check = _price_check(PackFields(request.POST), request.POST.get("category", ""))
    return render(request, "seller/_price_check.html", {"check": check})


def _sheet(request: HttpRequest, seller: Partner, product: Product | None) -> HttpResponse:
    kind = SellForm if product is None else EditForm
    if request.method != "POST":
        media = [photo.media for photo in product.photos.all()] if product else []
        return _page(
            request, Sheet(seller, product, kind(initial=_initial(product)), Photos(media))
        )
    found = _photos_of(request, product)
    if any(name in request.POST for name in PHOTO_BUTTONS):
        return _page(request, Sheet(seller, product, kind(initial=_typed(request)), found))
    form = kind(request.POST)
    check = _price_check(form, request.POST.get("category", ""))
    sheet = Sheet(seller, product, form, found, check)
    if found.errors or not form.is_valid() or _is_doubtful(form, check):
        return _page(request, sheet, status=422)
    return _save(request, sheet)


def _save(request: HttpRequest, sheet: Sheet) -> HttpResponse:
    try:
        keys = [media.pk for media in sheet.photos.media]
        draft = sheet.form.draft(keys, _descriptions(sheet.product))
        product = _saved(request, sheet, draft)
    except DomainError as error:
        sheet.form.add_error(None, error.title())
        return _page(request, sheet, status=422)
    messages.success(request, _saved_words(product, is_new=sheet.product is None))
    return redirect("catalog:goods")


@transaction.atomic
def _saved(request: HttpRequest, sheet: Sheet, draft: ProductDraft) -> Product:
    """Save the product, and let modules save what their part of the form asked."""
    person = person_of(request)
    if sheet.product is None:
        product = list_product(seller=sheet.seller, draft=draft, acting_user=person)
    else:
        product = edit_product(product=sheet.product, draft=draft, acting_user=person)
    sell_form_saved.send(product, request.POST, person)
    return product


def _descriptions(product: Product | None) -> dict[str, str]:
    return {text.language: text.description for text in product.texts.all()} if product else {}


def _saved_words(product: Product, *, is_new: bool) -> str:
    if product.state == ProductState.REVIEW:
        return _("Sent: %(name)s. It is on sale as soon as it has been looked at.") % {
            "name": product.title
        }
    words = _("On sale now: %(name)s.") if is_new else _("Saved: %(name)s.")
    return words % {"name": product.title}


def _page(request: HttpRequest, sheet: Sheet, *, status: int = 200) -> HttpResponse:
    context = {
        "seller": sheet.seller,
        "product": sheet.product,
        "form": sheet.form,
        "photos": sheet.photos,
        "check": sheet.check,
        "certificates": certificates_to_show(sheet.seller, sheet.product),
        "accept": ACCEPT,
        "tab": "goods",
    }
    template = "seller/product_edit.html" if sheet.product else "seller/product_new.html"
    return render(request, template, context, status=status)


def _initial(product: Product | None) -> dict[str, object]:
    if product is None:
        return dict(FRESH)
    stock = stock_of(product)
    return initial_of(product, stock.amount if stock else 0)


def _typed(request: HttpRequest) -> dict[str, object]:
    """Return what was typed, to be shown again unjudged."""
    typed: dict[str, object] = dict(request.POST.items())
    return {**typed, "season_months": request.POST.getlist("season_months")}


def _price_check(form: PackFields, category: str) -> PriceCheck | None:
    """Return the unit price as far as it can be told already."""
    form.is_valid()
    pack, price = form.cleaned_data.get("pack"), form.cleaned_data.get("price")
    if pack is None or price is None:
        return None
    known = int(category) if category.isascii() and category.isdigit() else None
    return check_price(pack=pack, price=price, category_id=known)


def _is_doubtful(form: SellForm, check: PriceCheck | None) -> bool:
    """Ask once about a price far from the others'; the person's word counts."""
    if check is None or check.suggestion is None or form.cleaned_data["price_checked"]:
        return False
    form.add_error("price", _("This is far from what others ask. Is a 0 missing, or too many?"))
    return True


def _product_named(request: HttpRequest, seller: Partner) -> Product | None:
    """Return the product that is edited, None for a new one."""
    named = request.POST.get("product") or request.GET.get("product") or ""
    return product_of(seller, int(named)) if named.isascii() and named.isdigit() else None


def _photos_of(request: HttpRequest, product: Product | None) -> Photos:
    """Return the photos of the form with what was just sent; those refused are told."""
    named = request.POST.getlist("photos") or request.GET.getlist("photos")
    media = _arranged(_known(named, person_of(request), product), request)
    errors: list[str] = []
    for file in request.FILES.getlist("photo"):
        _take_in(file, person_of(request), media, errors)
    return Photos(media, errors)


def _take_in(
    file: UploadedFile[bytes], person: User, media: list[Media], errors: list[str]
) -> None:
    if len(media) >= MOST_PHOTOS:
        errors.append(_("%(most)s photos are enough. Take one away first.") % {"most": MOST_PHOTOS})
        return
    try:
        media.append(store_upload(file=file, owner=person))
    except UploadError as error:
        errors.append(error.title())


def _known(named: Sequence[str], person: User, product: Product | None) -> list[Media]:
    """Return the photos with these keys that this person may use, in order, each once."""
    keys = list(dict.fromkeys(key for text in named[:MOST_PHOTOS] if (key := _uuid(text))))
    found = Media.objects.in_bulk(keys)
    kept = {photo.media_id for photo in product.photos.all()} if product else set()
    return [found[key] for key in keys if key in found and _may_use(found[key], person, kept)]


def _may_use(media: Media, person: User, kept: set[uuid.UUID]) -> bool:
    return media.pk in kept or media.owner_id == person.pk


def _arranged(media: list[Media], request: HttpRequest) -> list[Media]:
    """Take one away, or make one the cover, as the buttons say."""
    removed, cover = request.POST.get("remove"), request.POST.get("cover")
    left = [one for one in media if str(one.pk) != removed]
    return sorted(left, key=lambda one: str(one.pk) != cover) if cover else left


def _uuid(text: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(text)
    except ValueError:
        return None
