from django.apps import AppConfig


class RulesConfig(AppConfig):
    """What must hold of origin records, each rule with its source."""

    name = "traceability.rules"
    label = "origin_rules"
