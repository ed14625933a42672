"""Staff's pages that change something; each asks one action."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import wraps
from typing import Concatenate, ParamSpec, cast

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from catalog import actions
from catalog.actions.sellers import missing_papers
from catalog.back_office.forms import (
    CategoryForm,
    CertificateForm,
    EndForm,
    SellerForm,
    initial_of_seller,
)
from catalog.choices import ProductState, SellerState
from catalog.models import Category, Certificate, Product
from catalog.partner.models import Partner
from marketplace.base.accounts.models import User
from marketplace.kernel.errors import DomainError

P = ParamSpec("P")


@dataclass(frozen=True, slots=True)
class Decision:
    """A button on a decision page.

    Args:
        code: sent with the button.
        label: what it says.
        needs_reason: words for the seller are required.
    """

    code: str
    label: str
    needs_reason: bool = False


def for_staff(
    permission: str,
) -> Callable[
    [Callable[Concatenate[HttpRequest, P], HttpResponse]],
    Callable[Concatenate[HttpRequest, P], HttpResponse],
]:
    """Return a decorator that lets in who has ``permission``."""

    def guard(
        view: Callable[Concatenate[HttpRequest, P], HttpResponse],
    ) -> Callable[Concatenate[HttpRequest, P], HttpResponse]:
        @require_http_methods(["GET", "HEAD", "POST"])
        @wraps(view)
        def guarded(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
            if not request.user.has_perm(permission):
                raise PermissionDenied
            return view(request, *args, **kwargs)

        return cast("Callable[Concatenate[HttpRequest, P], HttpResponse]", guarded)

    return guard


@for_staff("partner.change_partner")
def seller_decision(request: HttpRequest, pk: int) -> HttpResponse:
    """Check a seller: verify, ask for more, suspend, let sell again."""
    seller = get_object_or_404(Partner.objects.select_related("place__parent"), pk=pk)
    back = reverse("catalog_sellers:edit", args=[pk])
    if request.method == "POST":
        return _decide(
            request, back, lambda code, reason: _seller_move(request, seller, code, reason)
        )
    missing = [Partner._meta.get_field(name).verbose_name for name in missing_papers(seller)]
    context = {
        "title": seller.name,
        "state": seller.get_state_display(),
        "facts": _seller_facts(seller),
        "missing": missing,
        "decisions": _seller_decisions(seller),
        "edit_url": reverse("catalog_sellers:papers", args=[pk]),
    }
    return render(request, "back_office/catalog/decision.html", context)


@for_staff("catalogue.change_product")
def product_decision(request: HttpRequest, pk: int) -> HttpResponse:
    """Look at a product: accept it, refuse it, or take it off to look at it."""
    found = Product.objects.select_related("seller").prefetch_related("photos__media", "texts")
    product = get_object_or_404(found, pk=pk)
    back = reverse("catalog_products:edit", args=[pk])
    if request.method == "POST":
        return _decide(
            request, back, lambda code, reason: _product_move(request, product, code, reason)
        )
    context = {
        "title": product.title,
        "state": product.get_state_display(),
        "facts": _product_facts(product),
        "photos": [photo.media for photo in product.photos.all()],
        "decisions": _product_decisions(product),
        "page_url": product.get_absolute_url() if product.is_public else "",
    }
    return render(request, "back_office/catalog/decision.html", context)


@for_staff("partner.add_partner")
def seller_new(request: HttpRequest) -> HttpResponse:
    """Register a seller."""
    form = SellerForm(request.POST or None)

    def save() -> HttpResponse:
        people = form.cleaned_data["people"]
        seller = actions.add_seller(papers=form.papers(), users=people, acting_user=_staff(request))
        return _with_story(request, seller, form)

    return _form_page(request, form, _("New seller"), save)


@for_staff("partner.change_partner")
def seller_papers(request: HttpRequest, pk: int) -> HttpResponse:
    """Correct a seller's papers, story and people."""
    seller = get_object_or_404(Partner, pk=pk)
    form = SellerForm(request.POST or None, initial=initial_of_seller(seller))

    def save() -> HttpResponse:
        staff, people = _staff(request), form.cleaned_data["people"]
        actions.edit_seller(seller=seller, papers=form.papers(), acting_user=staff)
        actions.name_people(seller=seller, users=people, acting_user=staff)
        return _with_story(request, seller, form)

    return _form_page(request, form, seller.name, save)


@for_staff("catalogue.add_certificate")
def certificate_new(request: HttpRequest) -> HttpResponse:
    """Write down a paper."""
    form = CertificateForm(request.POST or None)

    def save() -> HttpResponse:
        data = form.cleaned_data
        actions.add_certificate(
            seller=data["seller"],
            product=data["product"],
            paper=data["paper"],
            acting_user=_staff(request),
        )
        return redirect("catalog_certificates:index")

    return _form_page(request, form, _("New certificate"), save)


@for_staff("catalogue.change_certificate")
def certificate_end(request: HttpRequest, pk: int) -> HttpResponse:
    """Let a paper end on another day."""
    paper = get_object_or_404(Certificate, pk=pk)
    form = EndForm(request.POST or None, initial={"valid_to": paper.valid_to})

    def save() -> HttpResponse:
        last_day = form.cleaned_data["valid_to"]
        actions.end_certificate(certificate=paper, last_day=last_day, acting_user=_staff(request))
        return redirect("catalog_certificates:index")

    return _form_page(request, form, str(paper), save)


@for_staff("catalogue.add_category")
def category_new(request: HttpRequest) -> HttpResponse:
    """Add a category."""
    form = CategoryForm(request.POST or None)

    def save() -> HttpResponse:
        parent = Category.objects.filter(pk=form.cleaned_data["parent"]).first()
        actions.add_category(words=form.words(), parent=parent, acting_user=_staff(request))
        return redirect("catalog_categories:index")

    return _form_page(request, form, _("New category"), save)


@for_staff("catalogue.change_category")
def category_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Rename a category, hide it or show it."""
    category = get_object_or_404(Category, pk=pk)
    form = CategoryForm(
        request.POST or None, category=category, initial=_initial_of_category(category)
    )

    def save() -> HttpResponse:
        actions.edit_category(category=category, words=form.words(), acting_user=_staff(request))
        return redirect("catalog_categories:index")

    return _form_page(request, form, category.name, save)


def _form_page(
    request: HttpRequest, form: forms.Form, title: str, save: Callable[[], HttpResponse]
) -> HttpResponse:
    if request.method == "POST" and form.is_valid():
        try:
            response = save()
        except DomainError as error:
            form.add_error(None, error.title())
        else:
            messages.success(request, _("Saved."))
            return response
    status = 422 if request.method == "POST" else 200
    context = {"form": form, "title": title}
    return render(request, "back_office/catalog/form.html", context, status=status)


def _with_story(request: HttpRequest, seller: Partner, form: SellerForm) -> HttpResponse:
    actions.tell_story(
        seller=seller,
        language="vi",
        story=form.cleaned_data["story"],
        acting_user=_staff(request),
    )
    return redirect("catalog_sellers:edit", seller.pk)


def _decide(request: HttpRequest, back: str, move: Callable[[str, str], object]) -> HttpResponse:
    try:
        move(request.POST.get("decision", ""), request.POST.get("reason", "").strip())
    except DomainError as error:
        messages.error(request, error.title())
    else:
        messages.success(request, _("Saved."))
    return redirect(back)


def _staff(request: HttpRequest) -> User:
    return cast("User", request.user)


def _seller_move(request: HttpRequest, seller: Partner, code: str, reason: str) -> None:
    staff = _staff(request)
    if code == "submit":
        actions.submit_seller(seller=seller, acting_user=staff)
    elif code == "verify":
        actions.verify_seller(seller=seller, acting_user=staff)
    elif code == "ask":
        actions.ask_seller_for_more(seller=seller, reason=reason, acting_user=staff)
    elif code == "suspend":
        actions.suspend_seller(seller=seller, reason=reason, acting_user=staff)
    elif code == "restore":
        actions.restore_seller(seller=seller, acting_user=staff)


def _product_move(request: HttpRequest, product: Product, code: str, reason: str) -> None:
    staff = _staff(request)
    if code == "approve":
        actions.approve_product(product=product, acting_user=staff)
    elif code == "reject":
        actions.reject_product(product=product, reason=reason, acting_user=staff)
    elif code == "review":
        actions.send_to_review(product=product, reason=reason, acting_user=staff)


def _seller_decisions(seller: Partner) -> Sequence[Decision]:
    return {
        SellerState.DRAFT: [Decision("submit", _("Papers are whole"))],
        SellerState.SUBMITTED: [
            Decision("verify", _("Verify")),
            Decision("ask", _("Ask for more"), needs_reason=True),
        ],
        SellerState.VERIFIED: [Decision("suspend", _("Suspend"), needs_reason=True)],
        SellerState.SUSPENDED: [Decision("restore", _("Let sell again"))],
    }[SellerState(seller.state)]


def _product_decisions(product: Product) -> Sequence[Decision]:
    approve = Decision("approve", _("Accept"))
    reject = Decision("reject", _("Refuse"), needs_reason=True)
    review = Decision("review", _("Take off and look at it"))
    by_state: Mapping[str, Sequence[Decision]] = {
        ProductState.REVIEW: [approve, reject],
        ProductState.PUBLISHED: [review, reject],
        ProductState.REJECTED: [approve],
    }
    return by_state.get(product.state, [])


def _seller_facts(seller: Partner) -> Sequence[tuple[str, object]]:
    names = ("kind", "legal_name", "tax_code", "street", "place", "phone", "verified_at")
    values = {name: getattr(seller, name) for name in names}
    values["kind"] = seller.get_kind_display()
    return [(str(Partner._meta.get_field(name).verbose_name), values[name]) for name in names]


def _product_facts(product: Product) -> Sequence[tuple[str, object]]:
    stock = product.stockrecords.first()
    return [
        (_("seller"), product.seller),
        (_("Pack size"), product.pack_label),
        (_("price"), stock.amount if stock else ""),
        (_("in the store"), stock.num_in_stock if stock else ""),
        *((text.language, f"{text.name}. {text.description}") for text in product.texts.all()),
    ]


def _initial_of_category(category: Category) -> dict[str, object]:
    names = {text.language: text.name for text in category.texts.all()}
    return {
        "name": category.name,
        "name_en": names.get("en", ""),
        "name_km": names.get("km", ""),
        "slug": category.slug,
        "is_public": category.is_public,
        "in_menu": not category.exclude_from_menu,
    }
