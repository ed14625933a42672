"""The database's own refusal to change the log."""

from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState


class IndexOnce(Operation):
    """PostgreSQL lets an entry get its number once, and none take another."""

    reversible = True

    def __init__(self, table: str) -> None:
        self.table = table

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
            schema_editor.execute(_TRIGGER.format(table=self.table), params=None)

    def database_backwards(
        self,
        app_label: str,  # noqa: ARG002
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,  # noqa: ARG002
        to_state: ProjectState,  # noqa: ARG002
    ) -> None:
        """Take the trigger away."""
        if schema_editor.connection.vendor == "postgresql":
            schema_editor.execute(_REMOVAL.format(table=self.table), params=None)

    def describe(self) -> str:
        """Return what ``migrate --plan`` shows."""
        return f"Let numbers of {self.table} be given once"


_TRIGGER = """
    CREATE OR REPLACE FUNCTION "{table}_index_once"() RETURNS trigger AS $body$
    BEGIN
        RAISE EXCEPTION 'an entry of {table} has its number already'
            USING ERRCODE = 'restrict_violation';
    END $body$ LANGUAGE plpgsql;
    CREATE TRIGGER "{table}_index_once" BEFORE UPDATE ON "{table}" FOR EACH ROW
        WHEN (OLD."index" IS NOT NULL) EXECUTE FUNCTION "{table}_index_once"();
"""
_REMOVAL = (
    'DROP TRIGGER IF EXISTS "{table}_index_once" ON "{table}";'
    'DROP FUNCTION IF EXISTS "{table}_index_once"();'
)
