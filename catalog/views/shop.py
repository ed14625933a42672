"""What buyers see: groups, search, products, sellers."""

from collections.abc import Mapping

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from catalog.categories import Group, Tree, category_tree
from catalog.listing.queries import ListingPage, search
from catalog.listing.types import DEEPEST_PAGE, ListingQuery, Sort
from catalog.queries import product_page, public_seller, seller_story
from catalog.season_words import season_note

LONGEST_TEXT = 120
PAGES = {str(number): number for number in range(1, DEEPEST_PAGE + 1)}
"""The page numbers that can be asked for."""


@require_safe
def category(request: HttpRequest, slug: str) -> HttpResponse:
    """Show the goods of a group and of those below it."""
    tree = category_tree()
    group = tree.by_slug(slug)
    if group is None:
        raise Http404(slug)
    page = search(_query(request, category=group.path))
    context = {
        "group": group,
        "above": tree.ancestors(group),
        "below": tree.children(group),
        "elsewhere": _elsewhere(tree, group),
        "path": group.url,
    }
    return _listing(request, "catalogue/category.html", page, context)


@require_safe
def search_page(request: HttpRequest) -> HttpResponse:
    """Show what was searched for, or everything."""
    text = _text(request)
    page = search(_query(request, text=text))
    groups = category_tree().children()
    context = {"text": text, "elsewhere": groups, "shorter": _shorter(text), "path": "/tim/"}
    return _listing(request, "catalogue/search.html", page, context)


@require_safe
def seller(request: HttpRequest, slug: str) -> HttpResponse:
    """Show a verified seller and what they sell."""
    found = public_seller(slug)
    if found is None:
        raise Http404(slug)
    page = search(_query(request, seller=found.pk))
    context = {"seller": found, "story": seller_story(found), "path": found.get_absolute_url()}
    return _listing(request, "catalogue/seller.html", page, context)


@require_safe
def product(request: HttpRequest, slug: str) -> HttpResponse:
    """Show one product. One that is not public is not there."""
    page = product_page(slug)
    context = {
        "page": page,
        "product": page.product,
        "seller": page.product.seller,
        "season": season_note(page.product.season),
        "canonical": request.build_absolute_uri(page.product.get_absolute_url()),
    }
    return render(request, "catalogue/product.html", context)


def _listing(
    request: HttpRequest, template: str, page: ListingPage, context: Mapping[str, object]
) -> HttpResponse:
    """Render the page, or only the next cards where htmx asked for them."""
    if page.query.page > 1 and not page.cards:
        raise Http404("past the last page")
    if request.headers.get("HX-Request") == "true":
        template = "catalogue/_cards.html"
    path = str(context["path"])
    full = {
        **context,
        "page": page,
        "sorts": _sorts(page.query),
        "next_url": _url(path, page.query, page.query.page + 1) if _goes_on(page) else "",
        "canonical": request.build_absolute_uri(_url(path, page.query, page.query.page)),
    }
    response = render(request, template, full)
    response["Vary"] = "HX-Request"
    return response


def _goes_on(page: ListingPage) -> bool:
    return page.has_next and page.query.page < DEEPEST_PAGE


def _query(
    request: HttpRequest,
    *,
    text: str = "",
    category: str | None = None,
    seller: int | None = None,
) -> ListingQuery:
    return ListingQuery(
        text=text, category=category, seller=seller, page=_page(request), sort=_sort(request)
    )


def _text(request: HttpRequest) -> str:
    """Return what was typed; PostgreSQL cannot take a null character, nobody means one."""
    return request.GET.get("q", "").replace("\0", "").strip()[:LONGEST_TEXT]


def _page(request: HttpRequest) -> int:
    typed = request.GET.get("trang", "1")
    if typed not in PAGES:
        raise Http404("no such page")
    return PAGES[typed]


def _sort(request: HttpRequest) -> Sort:
    try:
        return Sort(request.GET.get("xep", Sort.BEST))
    except ValueError:
        return Sort.BEST


def _url(path: str, query: ListingQuery, page: int) -> str:
    """Return the one address of a page: only what differs from the default, in one order."""
    parts: dict[str, str] = {}
    if query.text:
        parts["q"] = query.text
    if query.sort != Sort.BEST:
        parts["xep"] = str(query.sort)
    if page > 1:
        parts["trang"] = str(page)
    return f"{path}?{urlencode(parts)}" if parts else path


def _sorts(query: ListingQuery) -> list[tuple[str, str, bool]]:
    """Return the orders to choose from: code, words, chosen."""
    words = {
        Sort.BEST: _("Best match"),
        Sort.NEWEST: _("Newest"),
        Sort.UNIT_PRICE: _("Lowest price per unit"),
        Sort.PRICE: _("Lowest price per pack"),
        Sort.STARS: _("Most OCOP stars"),
    }
    if not query.text:
        words.pop(Sort.BEST)
    chosen = Sort.NEWEST if query.sort == Sort.BEST and not query.text else query.sort
    return [(str(sort), name, sort == chosen) for sort, name in words.items()]


def _elsewhere(tree: Tree, group: Group) -> list[Group]:
    return [other for other in tree.children() if other.slug != group.slug]


def _shorter(text: str) -> list[str]:
    """Return the single words of a text of several, to search for instead."""
    words = text.split()
    return words[:4] if len(words) > 1 else []
