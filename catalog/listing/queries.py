"""Read the listing."""

from collections.abc import Sequence
from dataclasses import dataclass

from catalog.listing.backends import search_backend
from catalog.listing.cards import Card, card_of
from catalog.listing.models import ListingRow
from catalog.listing.types import CappedCount, Hits, ListingQuery


@dataclass(frozen=True, slots=True)
class ListingPage:
    """One page of cards.

    Args:
        query: what was asked.
        cards: best first.
        has_next: whether a page follows.
        count_capped: all hits, up to a thousand.
        hits: what the engine found, with its facets.
    """

    query: ListingQuery
    cards: Sequence[Card]
    has_next: bool
    count_capped: CappedCount
    hits: Hits


def search(query: ListingQuery) -> ListingPage:
    """Return one page of public products: two queries, whatever the number of products."""
    hits = search_backend().search(query)
    return ListingPage(
        query=query,
        cards=[card_of(row) for row in hits.rows],
        has_next=hits.has_next,
        count_capped=hits.count,
        hits=hits,
    )


def cards_for(product_ids: Sequence[int]) -> list[Card]:
    """Return the cards of these products in this order; those not public are left out."""
    rows = ListingRow.objects.in_bulk(list(product_ids))
    return [card_of(rows[pk]) for pk in product_ids if pk in rows]


def newest_cards(limit: int = 8) -> list[Card]:
    """Return the newest products in stock, for the home page."""
    rows = ListingRow.objects.filter(in_stock=True).order_by("-listed_at", "-pk")
    return [card_of(row) for row in rows[:limit]]
