from collections.abc import Iterator
from typing import ClassVar

import pytest
from django.apps.registry import Apps
from django.db import DatabaseError, connection, models, transaction
from django.db.migrations.state import ProjectState

from marketplace.kernel.appendonly import AppendOnly, protect_rows
from marketplace.kernel.errors import AppendOnlyError


class Entry(AppendOnly):
    """A ledger entry of the tests; ``state`` is derived and may change."""

    mutable_fields: ClassVar[frozenset[str]] = frozenset({"state"})

    amount = models.IntegerField()
    state = models.CharField(max_length=10, default="new")

    class Meta:
        app_label = "kernel_tests"
        apps = Apps()


def protect(*, backwards: bool = False) -> None:
    operation = protect_rows("kernel_tests_entry", mutable=("state",))
    move = operation.database_backwards if backwards else operation.database_forwards
    with connection.schema_editor() as editor:
        move("kernel_tests", editor, ProjectState(), ProjectState())


@pytest.fixture
def entries(transactional_db: None) -> Iterator[None]:
    with connection.schema_editor() as editor:
        editor.create_model(Entry)
    yield
    with connection.schema_editor() as editor:
        editor.delete_model(Entry)


@pytest.mark.usefixtures("entries")
def test_row_is_added_and_its_mutable_field_saved() -> None:
    entry = Entry.objects.create(amount=5)

    entry.state = "done"
    entry.save(update_fields=["state"])
    Entry.objects.filter(pk=entry.pk).update(state="seen")

    entry.refresh_from_db()
    assert (entry.amount, entry.state) == (5, "seen")


@pytest.mark.usefixtures("entries")
def test_everything_else_is_refused() -> None:
    entry = Entry.objects.create(amount=5)
    entry.amount = 6

    with pytest.raises(AppendOnlyError):
        entry.save()
    with pytest.raises(AppendOnlyError):
        entry.save(update_fields=["amount", "state"])
    with pytest.raises(AppendOnlyError):
        Entry.objects.update(amount=6)
    with pytest.raises(AppendOnlyError):
        Entry.objects.bulk_update([entry], ["amount"])
    with pytest.raises(AppendOnlyError):
        entry.delete()
    with pytest.raises(AppendOnlyError):
        Entry.objects.all().delete()
    assert Entry.objects.get().amount == 5


@pytest.mark.usefixtures("entries")
def test_upsert_cannot_overwrite() -> None:
    entry = Entry.objects.create(amount=5)
    twin = Entry(pk=entry.pk, amount=6)

    with pytest.raises(AppendOnlyError):
        Entry.objects.bulk_create(
            [twin], update_conflicts=True, update_fields=["amount"], unique_fields=["id"]
        )
    assert Entry.objects.get().amount == 5


@pytest.mark.usefixtures("entries")
def test_key_given_by_hand_does_not_turn_an_insert_into_an_update() -> None:
    entry = Entry.objects.create(amount=5)

    with pytest.raises(DatabaseError), transaction.atomic():
        Entry(pk=entry.pk, amount=6).save()
    assert Entry.objects.get().amount == 5


@pytest.mark.postgres
@pytest.mark.usefixtures("entries")
@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE kernel_tests_entry SET amount = 6",
        "UPDATE kernel_tests_entry SET amount = 6, state = 'done'",
        "DELETE FROM kernel_tests_entry",
    ],
)
def test_postgresql_refuses_raw_sql_too(sql: str) -> None:
    Entry.objects.create(amount=5)
    protect()

    with (
        pytest.raises(DatabaseError, match="rows of kernel_tests_entry are append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(sql)
    assert Entry.objects.get().amount == 5


@pytest.mark.postgres
@pytest.mark.usefixtures("entries")
def test_postgresql_lets_mutable_columns_change_and_the_protection_be_taken_off() -> None:
    Entry.objects.create(amount=5)
    protect()
    Entry.objects.update(state="done")

    protect(backwards=True)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE kernel_tests_entry SET amount = 6")

    assert (Entry.objects.get().amount, Entry.objects.get().state) == (6, "done")


@pytest.mark.usefixtures("entries")
def test_sqlite_gets_no_trigger() -> None:
    if connection.vendor != "sqlite":
        pytest.skip("about SQLite")
    Entry.objects.create(amount=5)

    protect()

    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM kernel_tests_entry")
    assert not Entry.objects.exists()
