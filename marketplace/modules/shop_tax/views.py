"""Officers' pages: what goods are to the tax office."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from catalog.models import Category, Product
from marketplace.base.accounts.models import User
from marketplace.kernel.errors import DomainError
from marketplace.modules.shop_tax.actions import set_nature, set_product_class
from marketplace.modules.shop_tax.forms import NatureForm, ProductClassForm
from marketplace.modules.shop_tax.queries import category_rows, product_rows, products_like
from payments.views.staff import for_money_staff

PAGE = 50


@never_cache
@for_money_staff
def goods(request: HttpRequest, _user: User) -> HttpResponse:
    """List categories with what their goods are, and products with their own class."""
    today, query = timezone.localdate(), request.GET.get("q", "").strip()
    page = Paginator(products_like(query), PAGE).get_page(request.GET.get("trang", "1"))
    context = {
        "categories": category_rows(today),
        "page": page,
        "products": product_rows(list(page.object_list), today),
        "query": query,
    }
    return render(request, "shop_tax/goods.html", context)


@never_cache
@for_money_staff
def category_page(request: HttpRequest, user: User, pk: int) -> HttpResponse:
    """Say what the goods of a category are."""
    category = get_object_or_404(Category, pk=pk)
    form = NatureForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        set_nature(category=category, acting_user=user, **form.cleaned_data)
        messages.success(request, _("Saved. It counts for sales from its first day on."))
        return redirect("shop_tax_goods")
    context = {
        "title": category.name,
        "form": form,
        "history": [
            (one, one.get_nature_display()) for one in category.natures.select_related("made_by")
        ],
    }
    return render(request, "shop_tax/write.html", context, status=422 if form.errors else 200)


@never_cache
@for_money_staff
def product_page(request: HttpRequest, user: User, pk: int) -> HttpResponse:
    """Say which class the sales of one product are."""
    product = get_object_or_404(Product.objects.select_related("seller"), pk=pk)
    form = ProductClassForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and _saved(form, product, user):
        messages.success(request, _("Saved. It counts for sales from its first day on."))
        return redirect("shop_tax_goods")
    context = {
        "title": product.title,
        "seller": product.seller.name,
        "form": form,
        "history": [
            (one, one.get_tax_class_display())
            for one in product.tax_classes.select_related("made_by")
        ],
    }
    return render(request, "shop_tax/write.html", context, status=422 if form.errors else 200)


def _saved(form: ProductClassForm, product: Product, user: User) -> bool:
    try:
        set_product_class(product=product, acting_user=user, **form.cleaned_data)
    except DomainError as error:
        form.add_error("tax_class", error.title())
        return False
    return True
