"""SQLite FTS5. Tokens are made in Python, so the tokenizer only splits at spaces.

Source: https://www.sqlite.org/fts5.html (query syntax 3, auxiliary functions 5.1).
"""

from django.db import connection
from django.db.models import QuerySet

from catalog.listing.backends.database import TABLE, DatabaseSearch
from catalog.listing.models import ListingRow
from catalog.listing.tokens import TextQuery, Tokens, Word

# Khmer vowels are marks (Mn, Mc): without those categories FTS5 would split words at them.
MAKE = (
    f"CREATE VIRTUAL TABLE IF NOT EXISTS {TABLE} USING fts5("
    "title, body, title_accented, body_accented, "
    "tokenize = \"unicode61 remove_diacritics 0 categories 'L* N* Co Mn Mc'\")"
)
INSERT = (
    f"INSERT INTO {TABLE} (rowid, title, body, title_accented, body_accented) "  # noqa: S608
    "VALUES (%s, %s, %s, %s, %s)"
)
ANYWHERE = "{title body}"
IN_TITLE = "{title}"
SCORE = f"bm25({TABLE}, 8.0, 1.0, 8.0, 1.0)"
MATCHES = f"{TABLE}.rowid IN (SELECT rowid FROM {TABLE} WHERE {TABLE} MATCH %s)"  # noqa: S608


class SqliteSearch(DatabaseSearch):
    """One FTS5 table beside the listing rows; rowid is the product's key."""

    key = "rowid"

    def make_table(self) -> None:
        """Make the virtual table, unless it is there."""
        with connection.cursor() as cursor:
            cursor.execute(MAKE)

    def write(self, product_id: int, *, title: Tokens, body: Tokens) -> None:
        """Index a product anew."""
        self.remove([product_id])
        columns = (title.folded, body.folded, title.accented, body.accented)
        with connection.cursor() as cursor:
            cursor.execute(INSERT, [product_id, *map(" ".join, columns)])

    def matching(self, rows: QuerySet[ListingRow], text: TextQuery) -> QuerySet[ListingRow]:
        """Keep the rows that hold every word."""
        return rows.extra(  # noqa: S610
            tables=[TABLE],
            where=[f"{TABLE}.rowid = listing_listingrow.product_id", f"{TABLE} MATCH %s"],
            params=[expression(text, ANYWHERE)],
        )

    def ranked(self, rows: QuerySet[ListingRow], text: TextQuery) -> QuerySet[ListingRow]:
        """Order matching rows; bm25 is lower for better ones."""
        return rows.extra(  # noqa: S610
            select={"exact": MATCHES, "named": MATCHES, "score": SCORE},
            select_params=[
                expression(text, ANYWHERE, accents=True),
                expression(text, IN_TITLE, accents=True),
            ],
        ).extra(order_by=["-exact", "-named", "-in_stock", "score", "-listed_at", "-product_id"])


def expression(text: TextQuery, columns: str, *, accents: bool = False) -> str:
    """Return the FTS5 query for every word in ``columns``.

    Args:
        text: what is looked for.
        columns: `ANYWHERE` or `IN_TITLE`.
        accents: a word typed with accents must have them.
    """
    return " AND ".join(_word(word, columns, accents=accents) for word in text.words)


def _word(word: Word, columns: str, *, accents: bool) -> str:
    if accents and word.has_accents:
        accented = "{title_accented}" if columns == IN_TITLE else "{title_accented body_accented}"
        return f"{accented} : ({_either(word.accented, word)})"
    choices = _either(word.folded, word)
    if word.pieces:
        pieces = " AND ".join(f'"{piece}"' for piece in word.pieces)
        choices = f"{choices} OR ({pieces})"
    return f"{columns} : ({choices})"


def _either(token: str, word: Word) -> str:
    """Return the whole word, and the word as a beginning while it may still be typed."""
    return f'"{token}" OR "{token}" *' if word.is_last else f'"{token}"'
