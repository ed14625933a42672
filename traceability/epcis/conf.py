"""The settings of this app, typed; their defaults stand in the manifest."""

from collections.abc import Sequence

from django.conf import settings


def json_schema() -> str:
    """Return the path of the JSON Schema that the operator supplied; empty for none."""
    return str(getattr(settings, "EPCIS_JSON_SCHEMA", ""))


def public_reading() -> bool:
    """Return whether events of lots with a page are read without a key."""
    return bool(_setting("EPCIS_PUBLIC_READING"))


def public_requests_per_minute() -> int:
    """Return how often one visitor without a key may ask in a minute."""
    return int(str(_setting("EPCIS_PUBLIC_REQUESTS_PER_MINUTE")))


def requests_per_minute() -> int:
    """Return how often one key may ask in a minute."""
    return int(str(_setting("EPCIS_REQUESTS_PER_MINUTE")))


def capture_limit() -> int:
    """Return how many events one document may hold."""
    return int(str(_setting("EPCIS_CAPTURE_LIMIT")))


def capture_file_size_limit() -> int:
    """Return how many bytes one document may have."""
    return int(str(_setting("EPCIS_CAPTURE_FILE_SIZE_LIMIT")))


def company_prefixes() -> Sequence[str]:
    """Return the GS1 company prefixes that identifiers are split by in EPC URNs."""
    prefixes: Sequence[str] = getattr(settings, "EPCIS_COMPANY_PREFIXES")  # noqa: B009
    return prefixes


def webhooks_private() -> bool:
    """Return whether subscriptions may call addresses within the house (tests, sandboxes)."""
    return bool(_setting("EPCIS_WEBHOOKS_PRIVATE"))


def _setting(name: str) -> object:
    """Return a setting of the manifest, which mypy does not read."""
    found: object = getattr(settings, name)
    return found
