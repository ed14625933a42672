"""Do a thing once, however often the task runs."""

from django.db import IntegrityError, transaction

from marketplace.kernel.errors import NoTransactionError


def once(key: str) -> bool:
    """Return True the first time, and False ever after, for this ``key``.

    The key is a row of the caller's transaction: it counts only if what was done with it is
    committed. A second caller waits for the first one's transaction to end.

    Raises:
        NoTransactionError: called outside ``transaction.atomic``.
    """
    from marketplace.kernel.models import OnceKey

    if not transaction.get_connection().in_atomic_block:
        raise NoTransactionError("once needs the transaction of what it guards")
    try:
        with transaction.atomic():
            OnceKey.objects.create(key=key)
    except IntegrityError:
        return False
    return True
