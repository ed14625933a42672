"""Money queues the work it needs and no housekeeping of the back office."""

from importlib import import_module

import pytest
from django_tasks_db.models import DBTaskResult

from tests.factories import payments as make


@pytest.mark.django_db
def test_money_that_pays_a_charge_queues_no_housekeeping() -> None:
    import_module("marketplace.urls")  # the back office registers what it shows
    charge = make.charge()
    DBTaskResult.objects.all().delete()

    make.pay(charge)

    paths = set(DBTaskResult.objects.values_list("task_path", flat=True))
    assert not [path for path in paths if path.startswith("wagtail.")]
