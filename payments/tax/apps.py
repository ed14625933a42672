"""The app of withheld tax."""

from django.apps import AppConfig


class TaxConfig(AppConfig):
    """Rules, statuses, withholding lines."""

    name = "payments.tax"
    label = "tax"
    verbose_name = "Withheld tax"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Follow money and fill the slots."""
        from payments.tax import receivers, slots  # noqa: F401
