"""Rows that are written once. Refused in Python everywhere, and by the database on PostgreSQL."""

from collections.abc import Collection, Iterable
from typing import ClassVar, NoReturn, TypeVar

from django.db import models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState

from marketplace.kernel.errors import AppendOnlyError

Row = TypeVar("Row", bound=models.Model)


class AppendOnlyQuerySet(models.QuerySet[Row]):
    """A queryset that adds and reads, nothing else."""

    def update(self, **values: object) -> int:
        """Change fields the model lists as mutable.

        Raises:
            AppendOnlyError: another field is among them.
        """
        _check_fields(self.model, values)
        return super().update(**values)

    def delete(self) -> NoReturn:
        """Refuse.

        Raises:
            AppendOnlyError: always.
        """
        raise AppendOnlyError(table=self.model._meta.db_table)

    def bulk_create(
        self,
        objs: Iterable[Row],
        batch_size: int | None = None,
        ignore_conflicts: bool = False,
        update_conflicts: bool = False,
        update_fields: Collection[str] | None = None,
        unique_fields: Collection[str] | None = None,
    ) -> list[Row]:
        """Add rows; an upsert may touch mutable fields only.

        Raises:
            AppendOnlyError: ``update_fields`` names another field.
        """
        _check_fields(self.model, update_fields or ())
        return super().bulk_create(
            objs,
            batch_size,
            ignore_conflicts,
            update_conflicts,
            update_fields,
            unique_fields,
        )


class AppendOnly(models.Model):
    """A table whose rows stay as they were written.

    ``mutable_fields`` names the few columns that may change later (a state derived elsewhere);
    they are saved with ``save(update_fields=[…])``. Pair it with `protect_rows` in a migration.
    """

    mutable_fields: ClassVar[frozenset[str]] = frozenset()

    # Shown in the back office, such a table would queue one task of Wagtail's for every row saved,
    # to find what the row refers to. A row that cannot be deleted needs no list of its users.
    wagtail_reference_index_ignore = True

    objects = AppendOnlyQuerySet.as_manager()

    class Meta:
        abstract = True

    def save(  # type: ignore[override]
        self,
        *,
        using: str | None = None,
        update_fields: Iterable[str] | None = None,
        **_how: bool,
    ) -> None:
        """Insert the row, or save mutable fields of an existing one.

        Raises:
            AppendOnlyError: the row exists and ``update_fields`` names anything else.
        """
        if self._state.adding:
            # A primary key given by hand would otherwise turn the insert into an update.
            super().save(force_insert=True, using=using)
            return
        fields = ["*"] if update_fields is None else list(update_fields)
        _check_fields(type(self), fields)
        super().save(using=using, update_fields=fields)

    def delete(self, using: str | None = None, keep_parents: bool = False) -> NoReturn:  # noqa: ARG002
        """Refuse.

        Raises:
            AppendOnlyError: always.
        """
        raise AppendOnlyError(table=self._meta.db_table, row=self.pk)


class ProtectRows(Operation):
    """See `protect_rows`. Unlike RunPython it asks for no models, whose rendering takes seconds."""

    reversible = True

    def __init__(self, table: str, mutable: Collection[str] = ()) -> None:
        self.table = table
        self.mutable = tuple(sorted(mutable))

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        """Change nothing in the models."""

    def database_forwards(
        self,
        app_label: str,  # noqa: ARG002
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,  # noqa: ARG002
        to_state: ProjectState,  # noqa: ARG002
    ) -> None:
        """Install the trigger on PostgreSQL."""
        if schema_editor.connection.vendor == "postgresql":
            schema_editor.execute(_trigger_sql(self.table, self.mutable), params=None)

    def database_backwards(
        self,
        app_label: str,  # noqa: ARG002
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,  # noqa: ARG002
        to_state: ProjectState,  # noqa: ARG002
    ) -> None:
        """Take the trigger away."""
        if schema_editor.connection.vendor == "postgresql":
            schema_editor.execute(_removal_sql(self.table), params=None)

    def describe(self) -> str:
        """Return what ``migrate --plan`` shows."""
        return f"Protect the rows of {self.table}"


class UnprotectRows(ProtectRows):
    """See `unprotect_rows`."""

    def database_forwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        """Take the trigger away."""
        super().database_backwards(app_label, schema_editor, from_state, to_state)

    def database_backwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        """Install the trigger again."""
        super().database_forwards(app_label, schema_editor, from_state, to_state)

    def describe(self) -> str:
        """Return what ``migrate --plan`` shows."""
        return f"Let a migration change the rows of {self.table}"


def unprotect_rows(table: str, *, mutable: Collection[str] = ()) -> UnprotectRows:
    """Return the operation that undoes `protect_rows`, for a migration that fills new columns.

    Args:
        table: the table's name; protect it again in the same migration.
        mutable: columns that could change before.
    """
    return UnprotectRows(table, mutable)


def protect_rows(table: str, *, mutable: Collection[str] = ()) -> ProtectRows:
    """Return a migration operation that makes PostgreSQL refuse UPDATE and DELETE on ``table``.

    Args:
        table: the table's name; its migration must come before this operation.
        mutable: columns that may change.

    Python's refusal can be passed by: raw SQL, another tool, an injected query. Money and origin
    must not, so the database refuses too, for every role but the one that drops the trigger.
    On SQLite there is none: the file has no roles to keep out (who can write it can drop the
    trigger), and Django's flush empties tables with DELETE there, which tests rely on.
    TRUNCATE fires no row trigger, so the same flush works on PostgreSQL.
    """
    return ProtectRows(table, mutable)


def _check_fields(model: type[models.Model], fields: Iterable[str]) -> None:
    allowed: frozenset[str] = getattr(model, "mutable_fields", frozenset())
    refused = [name for name in fields if name not in allowed]
    if refused:
        raise AppendOnlyError(table=model._meta.db_table, fields=", ".join(refused))


def _trigger_sql(table: str, mutable: Collection[str]) -> str:
    columns = "ARRAY[" + ", ".join(f"'{name}'" for name in sorted(mutable)) + "]::text[]"
    return f"""
        CREATE OR REPLACE FUNCTION "{table}_append_only"() RETURNS trigger AS $body$
        BEGIN
            IF TG_OP = 'UPDATE' AND to_jsonb(OLD) - {columns} = to_jsonb(NEW) - {columns} THEN
                RETURN NEW;
            END IF;
            RAISE EXCEPTION 'rows of {table} are append-only'
                USING ERRCODE = 'restrict_violation';
        END $body$ LANGUAGE plpgsql;
        CREATE TRIGGER "{table}_append_only" BEFORE UPDATE OR DELETE ON "{table}"
            FOR EACH ROW EXECUTE FUNCTION "{table}_append_only"();
    """


def _removal_sql(table: str) -> str:
    return (
        f'DROP TRIGGER IF EXISTS "{table}_append_only" ON "{table}";'
        f'DROP FUNCTION IF EXISTS "{table}_append_only"();'
    )
