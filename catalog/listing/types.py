"""What is asked of the listing and what it answers."""

import enum
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from catalog.listing.models import ListingRow

PAGE_SIZE = 48
COUNT_LIMIT = 1000
DEEPEST_PAGE = 200


class Sort(enum.StrEnum):
    """In which order. Goods that are sold out come last in every one."""

    BEST = "hop"
    NEWEST = "moi"
    UNIT_PRICE = "gia-ky"
    PRICE = "gia"
    STARS = "sao"


@dataclass(frozen=True, slots=True, kw_only=True)
class ListingQuery:
    """One page of the listing.

    Args:
        text: as typed; empty to browse.
        category: tree path of a category; its descendants count too.
        seller: key of a seller.
        page: from 1.
        size: rows a page.
        sort: `Sort.BEST` is by relevance where there is a text, newest where there is none.
    """

    text: str = ""
    category: str | None = None
    seller: int | None = None
    page: int = 1
    size: int = PAGE_SIZE
    sort: Sort = Sort.BEST


@dataclass(frozen=True, slots=True)
class CappedCount:
    """A count that stops at a thousand: nobody counts the whole catalogue for a number.

    Args:
        number: at most `COUNT_LIMIT`.
        is_more: there are more than that.
    """

    number: int
    is_more: bool = False


@dataclass(frozen=True, slots=True)
class Hits:
    """What a search engine found of one page.

    Args:
        rows: of this page, best first.
        has_next: whether a page follows.
        count: all hits, capped.
        facets: for each facet, values with capped counts. No engine fills them yet.
    """

    rows: Sequence[ListingRow]
    has_next: bool
    count: CappedCount
    facets: Mapping[str, Mapping[str, CappedCount]] = field(default_factory=dict)
