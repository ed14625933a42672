"""What only PostgreSQL can promise; on SQLite the actions alone do."""

from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState


class OnPostgres(Operation):
    """Run SQL on PostgreSQL, and nothing elsewhere. The models' state does not change."""

    reversible = True

    def __init__(self, forwards: str, backwards: str) -> None:
        self.forwards = forwards
        self.backwards = backwards

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        """Change nothing in the models."""

    def database_forwards(
        self,
        app_label: str,  # noqa: ARG002
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,  # noqa: ARG002
        to_state: ProjectState,  # noqa: ARG002
    ) -> None:
        """Run it."""
        if schema_editor.connection.vendor == "postgresql":
            schema_editor.execute(self.forwards, params=None)

    def database_backwards(
        self,
        app_label: str,  # noqa: ARG002
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,  # noqa: ARG002
        to_state: ProjectState,  # noqa: ARG002
    ) -> None:
        """Take it back."""
        if schema_editor.connection.vendor == "postgresql":
            schema_editor.execute(self.backwards, params=None)

    def describe(self) -> str:
        """Return what ``migrate --plan`` shows."""
        return "Run on PostgreSQL only"
