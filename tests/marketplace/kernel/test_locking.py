import threading
import time

import pytest
from django.db import connection, transaction

from marketplace.kernel.errors import NoTransactionError
from marketplace.kernel.locking import lock_rows
from marketplace.kernel.models import ModuleState


@pytest.mark.django_db
def test_rows_come_in_one_order_whatever_the_query_says() -> None:
    for name in ["c", "a", "b"]:
        ModuleState.objects.create(name=name)

    with transaction.atomic():
        rows = lock_rows(ModuleState.objects.order_by("-name"))

    assert [row.name for row in rows] == ["a", "b", "c"]


@pytest.mark.django_db(transaction=True)
def test_locking_outside_a_transaction_is_refused() -> None:
    with pytest.raises(NoTransactionError):
        lock_rows(ModuleState.objects.all())


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_second_transaction_waits_for_the_first() -> None:
    ModuleState.objects.create(name="stock")
    order: list[str] = []

    def second() -> None:
        with transaction.atomic():
            lock_rows(ModuleState.objects.all())
            order.append("second")
        connection.close()

    with transaction.atomic():
        lock_rows(ModuleState.objects.all())
        thread = threading.Thread(target=second)
        thread.start()
        time.sleep(0.3)
        order.append("first")
    thread.join()

    assert order == ["first", "second"]
