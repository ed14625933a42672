from datetime import UTC, datetime
from uuid import UUID

import pytest
from django.db import transaction

from marketplace.kernel.audit import record
from marketplace.kernel.errors import AppendOnlyError, NoTransactionError
from marketplace.kernel.models import AuditRow, ModuleState
from marketplace.kernel.money import Money

pytestmark = pytest.mark.django_db


@pytest.fixture
def subject() -> ModuleState:
    return ModuleState.objects.create(name="lots")


def test_row_says_what_happened_to_which_record(subject: ModuleState) -> None:
    row = record(
        "module.looked_at", subject=subject, price=Money(5), when=datetime(2026, 1, 2, tzinfo=UTC)
    )

    row = AuditRow.objects.get(pk=row.pk)
    assert (row.action, row.subject_type, row.subject_id) == (
        "module.looked_at",
        "kernel.modulestate",
        "lots",
    )
    assert row.acting_user_id is None
    assert row.details == {
        "price": {"amount": 5, "currency": "VND"},
        "when": "2026-01-02T00:00:00+00:00",
    }


def test_details_may_hold_records_sets_and_uuids(subject: ModuleState) -> None:
    number = UUID(int=1)

    row = record("x.y", subject=subject, module=subject, codes={"b", "a"}, number=number)

    assert AuditRow.objects.get(pk=row.pk).details == {
        "module": "kernel.modulestate:lots",
        "codes": ["a", "b"],
        "number": str(number),
    }


def test_row_vanishes_with_the_change_it_tells_of(subject: ModuleState) -> None:
    with transaction.atomic():
        record("x.y", subject=subject)
        transaction.set_rollback(True)

    assert not AuditRow.objects.filter(action="x.y").exists()


@pytest.mark.django_db(transaction=True)
def test_recording_outside_a_transaction_is_refused(subject: ModuleState) -> None:
    with pytest.raises(NoTransactionError):
        record("x.y", subject=subject)
    assert not AuditRow.objects.filter(action="x.y").exists()


def test_row_stays_as_it_was_written(subject: ModuleState) -> None:
    row = record("x.y", subject=subject)
    row.action = "z"

    with pytest.raises(AppendOnlyError):
        row.save()
    with pytest.raises(AppendOnlyError):
        row.save(update_fields=["action"])
    with pytest.raises(AppendOnlyError):
        row.delete()
    assert AuditRow.objects.get(pk=row.pk).action == "x.y"
