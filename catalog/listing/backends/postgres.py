"""PostgreSQL full text. Tokens come from Python and are stored as they are: no stemmer.

Source: https://www.postgresql.org/docs/15/datatype-textsearch.html (text form of both types).
"""

from collections.abc import Sequence

from django.db import connection
from django.db.models import QuerySet

from catalog.listing.backends.database import TABLE, DatabaseSearch
from catalog.listing.models import ListingRow
from catalog.listing.tokens import TextQuery, Tokens, Word

MAKE = (
    (
        f"CREATE TABLE IF NOT EXISTS {TABLE} (product_id bigint PRIMARY KEY,"
        " folded tsvector NOT NULL, accented tsvector NOT NULL)"
    ),
    f"CREATE INDEX IF NOT EXISTS {TABLE}_folded ON {TABLE} USING gin (folded)",
    f"CREATE INDEX IF NOT EXISTS {TABLE}_accented ON {TABLE} USING gin (accented)",
)
UPSERT = (
    f"INSERT INTO {TABLE} (product_id, folded, accented) "  # noqa: S608
    "VALUES (%s, %s::tsvector, %s::tsvector) "
    "ON CONFLICT (product_id) DO UPDATE "
    "SET folded = EXCLUDED.folded, accented = EXCLUDED.accented"
)
SCORE = f"ts_rank('{{0.05, 0.1, 0.2, 1.0}}', {TABLE}.folded, %s::tsquery)"
LAST_POSITION = 16_383


class PostgresSearch(DatabaseSearch):
    """One table of text vectors beside the listing rows."""

    def make_table(self) -> None:
        """Make the table and its indexes, unless they are there."""
        with connection.cursor() as cursor:
            for statement in MAKE:
                cursor.execute(statement)

    def write(self, product_id: int, *, title: Tokens, body: Tokens) -> None:
        """Index a product anew."""
        folded = vector(title.folded, body.folded)
        accented = vector(title.accented, body.accented)
        with connection.cursor() as cursor:
            cursor.execute(UPSERT, [product_id, folded, accented])

    def matching(self, rows: QuerySet[ListingRow], text: TextQuery) -> QuerySet[ListingRow]:
        """Keep the rows that hold every word."""
        return rows.extra(  # noqa: S610
            tables=[TABLE],
            where=[
                f"{TABLE}.product_id = listing_listingrow.product_id",
                f"{TABLE}.folded @@ %s::tsquery",
            ],
            params=[_all_folded(text)],
        )

    def ranked(self, rows: QuerySet[ListingRow], text: TextQuery) -> QuerySet[ListingRow]:
        """Order matching rows; ts_rank is higher for better ones."""
        exact, exact_params = _exact(text, "")
        named, named_params = _exact(text, "A")
        return rows.extra(  # noqa: S610
            select={"exact": exact, "named": named, "score": SCORE},
            select_params=[*exact_params, *named_params, _all_folded(text)],
        ).extra(order_by=["-exact", "-named", "-in_stock", "-score", "-listed_at", "-product_id"])


def vector(title: Sequence[str], body: Sequence[str]) -> str:
    """Return a tsvector's text: words of the name weigh A, others D."""
    marked = [(token, "A") for token in title] + [(token, "D") for token in body]
    return " ".join(
        f"{_quoted(token)}:{position}{weight}"
        for position, (token, weight) in enumerate(marked[:LAST_POSITION], start=1)
    )


def _all_folded(text: TextQuery) -> str:
    return " & ".join(_folded(word, "") for word in text.words)


def _exact(text: TextQuery, weight: str) -> tuple[str, list[str]]:
    """Return a condition and its parameters: every word, those typed with accents with them."""
    folded = [_folded(word, weight) for word in text.words if not word.has_accents]
    accented = [_lexeme(word.accented, word, weight) for word in text.words if word.has_accents]
    parts = [(name, words) for name, words in (("folded", folded), ("accented", accented)) if words]
    sql = " AND ".join(f"{TABLE}.{name} @@ %s::tsquery" for name, _words in parts)
    return f"({sql})", [" & ".join(words) for _name, words in parts]


def _folded(word: Word, weight: str) -> str:
    whole = _lexeme(word.folded, word, weight)
    if not word.pieces:
        return whole
    pieces = " & ".join(
        f"{_quoted(piece)}:{weight}" if weight else _quoted(piece) for piece in word.pieces
    )
    return f"({whole} | ({pieces}))"


def _lexeme(token: str, word: Word, weight: str) -> str:
    flags = ("*" if word.is_last else "") + weight
    return f"{_quoted(token)}:{flags}" if flags else _quoted(token)


def _quoted(token: str) -> str:
    return "'" + token.replace("\\", "\\\\").replace("'", "''") + "'"
