from django.apps import AppConfig


class EpcisRestConfig(AppConfig):
    """The EPCIS 2.0 interface over HTTP: capture jobs, queries, keys."""

    name = "traceability.epcis.rest"
    label = "epcis_rest"
