"""The settings of this app, typed; their defaults stand in the manifest."""

from django.conf import settings


def json_schema() -> str:
    """Return the path of the JSON Schema that the operator supplied; empty for none."""
    return str(getattr(settings, "EPCIS_JSON_SCHEMA", ""))
