"""Search engines. The database's own full text is the default; others fit the same protocol."""

from collections.abc import Iterable
from typing import Protocol

from django.db import DEFAULT_DB_ALIAS, connection, connections

from catalog.listing.tokens import Tokens
from catalog.listing.types import Hits, ListingQuery


class SearchBackend(Protocol):
    """An index of listing rows by the words of their products."""

    def make_table(self) -> None:
        """Make what the index is kept in, unless it is there."""
        ...

    def write(self, product_id: int, *, title: Tokens, body: Tokens) -> None:
        """Index a product anew, in the caller's transaction."""
        ...

    def remove(self, product_ids: Iterable[int]) -> None:
        """Forget products, in the caller's transaction."""
        ...

    def search(self, query: ListingQuery) -> Hits:
        """Return one page of hits; a query without words browses."""
        ...


def search_backend() -> SearchBackend:
    """Return the engine of the database in use."""
    if connection.vendor == "postgresql":
        from catalog.listing.backends.postgres import PostgresSearch

        return PostgresSearch()
    from catalog.listing.backends.sqlite import SqliteSearch

    return SqliteSearch()


def make_search_table(using: str = DEFAULT_DB_ALIAS, **_more: object) -> None:
    """Make the search table of the default database, if it is not there."""
    if connections[using] is connections[DEFAULT_DB_ALIAS]:
        search_backend().make_table()
