"""Lock rows in one agreed order, so that two actions never wait for each other in a circle."""

from typing import TypeVar

from django.db import models, transaction

from marketplace.kernel.errors import NoTransactionError

Row = TypeVar("Row", bound=models.Model)


def lock_rows(rows: models.QuerySet[Row]) -> list[Row]:
    """Return ``rows`` ordered by primary key and locked until the transaction ends.

    Joined tables stay unlocked, and rows that point at a locked one can still be written
    (``no_key``): a foreign key is no reason to wait in a circle. On SQLite the transaction itself
    (BEGIN IMMEDIATE) is the lock.

    Raises:
        NoTransactionError: called outside ``transaction.atomic``.
    """
    if not transaction.get_connection(rows.db).in_atomic_block:
        raise NoTransactionError("lock_rows needs transaction.atomic around it")
    return list(rows.order_by("pk").select_for_update(of=("self",), no_key=True))
