"""What SQLite and PostgreSQL share: scope, order, page and the capped count."""

from abc import ABC, abstractmethod
from collections.abc import Iterable

from django.db import connection
from django.db.models import QuerySet

from catalog.listing.models import ListingRow
from catalog.listing.tokens import TextQuery, read_query
from catalog.listing.types import COUNT_LIMIT, CappedCount, Hits, ListingQuery, Sort

TABLE = "listing_search"
NEWEST = ("-in_stock", "-listed_at", "-pk")
ORDERS: dict[Sort, tuple[str, ...]] = {
    Sort.BEST: NEWEST,
    Sort.NEWEST: NEWEST,
    Sort.UNIT_PRICE: ("-in_stock", "base_price", "pk"),
    Sort.PRICE: ("-in_stock", "price", "pk"),
    Sort.STARS: ("-in_stock", "-stars", "-listed_at", "-pk"),
}


class DatabaseSearch(ABC):
    """Search in the same database, so that an index row commits with its product."""

    @abstractmethod
    def make_table(self) -> None:
        """Make the index table, unless it is there."""

    @abstractmethod
    def matching(self, rows: QuerySet[ListingRow], text: TextQuery) -> QuerySet[ListingRow]:
        """Keep the rows that hold every word."""

    @abstractmethod
    def ranked(self, rows: QuerySet[ListingRow], text: TextQuery) -> QuerySet[ListingRow]:
        """Order matching rows.

        First those with the accents that were typed, then those with all words in the name, then
        those in stock, then by the engine's own score, then newest: the same rows always come in
        the same order.
        """

    def remove(self, product_ids: Iterable[int]) -> None:
        """Forget products."""
        keys = [(pk,) for pk in product_ids]
        if keys:
            with connection.cursor() as cursor:
                cursor.executemany(f"DELETE FROM {TABLE} WHERE {self.key} = %s", keys)  # noqa: S608

    key = "product_id"

    def search(self, query: ListingQuery) -> Hits:
        """Return one page of hits."""
        text = read_query(query.text)
        if query.text.strip() and not text.words:
            return Hits((), has_next=False, count=CappedCount(0))
        rows = _scope(query)
        if text.words:
            rows = self.matching(rows, text)
        count = _capped(rows)
        if text.words and query.sort == Sort.BEST:
            rows = self.ranked(rows, text)
        else:
            rows = rows.order_by(*ORDERS[query.sort])
        start = (query.page - 1) * query.size
        found = list(rows[start : start + query.size + 1])
        return Hits(found[: query.size], has_next=len(found) > query.size, count=count)


def _scope(query: ListingQuery) -> QuerySet[ListingRow]:
    rows = ListingRow.objects.all()
    if query.category is not None:
        # Tree paths are letters and digits, so every descendant lies below path + "~".
        rows = rows.filter(
            category_path__gte=query.category, category_path__lt=f"{query.category}~"
        )
    if query.seller is not None:
        rows = rows.filter(seller_id=query.seller)
    return rows


def _capped(rows: QuerySet[ListingRow]) -> CappedCount:
    found = rows.order_by()[: COUNT_LIMIT + 1].count()
    return CappedCount(min(found, COUNT_LIMIT), is_more=found > COUNT_LIMIT)
