from django.apps import AppConfig
from django.db.models.signals import post_migrate


class RulesConfig(AppConfig):
    """What must hold of origin records, each rule with its source."""

    name = "traceability.rules"
    label = "origin_rules"

    def ready(self) -> None:
        """Fill the tables of rules after every migrate."""
        from traceability.rules.load import load_rules

        post_migrate.connect(load_rules, sender=self, dispatch_uid="origin_rules")
