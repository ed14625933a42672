from django.apps import AppConfig


class GenealogyConfig(AppConfig):
    """What became of goods, and what they were made of."""

    name = "traceability.genealogy"
    label = "origin_genealogy"
