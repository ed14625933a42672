"""The app of the glue."""

from django.apps import AppConfig


class StatementPdfConfig(AppConfig):
    """Fills the slot of the statement's page."""

    name = "marketplace.modules.statement_pdf"
    label = "statement_pdf"

    def ready(self) -> None:
        """Fill the slot."""
        from marketplace.modules.statement_pdf import slots  # noqa: F401
