"""What the storefront puts on the home page and into the header."""

from collections.abc import Mapping

from django.template.loader import render_to_string
from django.utils import timezone

from catalog.listing.cards import Card
from catalog.listing.queries import newest_cards
from marketplace.kernel.slots import fill_slot
from marketplace.modules.storefront import queries

HARVEST_CARDS = 8
CANDIDATES = 48
"""The newest goods among which the home page chooses."""


@fill_slot("header.nav")
def navigation(context: Mapping[str, object]) -> str:
    """Return the links to the categories."""
    request = context.get("request")
    here = getattr(request, "path", "")
    links = queries.categories()
    return render_to_string("home/_nav.html", {"categories": links, "here": here})


@fill_slot("home.categories")
def category_strip(_context: Mapping[str, object]) -> str:
    """Return the categories with their pictures."""
    return _filled("home/_categories.html", categories=queries.categories())


@fill_slot("home.harvest")
def harvest(_context: Mapping[str, object]) -> str:
    """Return cards of goods in stock: what is in season first, then by proof and stars."""
    ranked = sorted(newest_cards(CANDIDATES), key=_rank)
    return _filled("home/_harvest.html", cards=ranked[:HARVEST_CARDS])


@fill_slot("home.season")
def season(_context: Mapping[str, object]) -> str:
    """Return the calendar of seasons."""
    month = timezone.localdate().month
    rows = queries.season_rows(month)
    return _filled("home/_season.html", rows=rows, months=range(1, 13), month=month)


@fill_slot("home.trust")
def trust(_context: Mapping[str, object]) -> str:
    """Say what a buyer can check today, and nothing that is not yet so."""
    return render_to_string("home/_trust.html")


def _rank(card: Card) -> tuple[bool, bool, int]:
    return not card.in_season, not card.traceable, -(card.ocop or 0)


def _filled(template: str, **values: object) -> str:
    """Render ``template``, or nothing where its first value is empty."""
    return render_to_string(template, values) if next(iter(values.values())) else ""
