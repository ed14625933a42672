"""The app of bank statements."""

from django.apps import AppConfig


class StatementsConfig(AppConfig):
    """Files of banks and their lines."""

    name = "payments.statements"
    label = "statements"
    verbose_name = "Bank statements"

    def ready(self) -> None:
        """Fill the slots."""
        from payments.statements import slots  # noqa: F401
