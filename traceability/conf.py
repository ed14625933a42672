"""The module's settings, typed; their defaults stand in the manifest."""

from collections.abc import Mapping

from django.conf import settings

from traceability.core.outline import Box


def languages() -> tuple[str, ...]:
    """Return the languages of the scan page, the first offered first."""
    return tuple(getattr(settings, "ORIGIN_LANGUAGES"))  # noqa: B009 -- set by the manifest


def phone() -> str:
    """Return the number to call where a party published none, E.164."""
    return str(_value("ORIGIN_PHONE"))


def unusual_scans() -> int:
    """Return how many devices may open one pack within the window."""
    return int(_value("ORIGIN_UNUSUAL_SCANS"))


def unusual_days() -> int:
    """Return the length of that window in days."""
    return int(_value("ORIGIN_UNUSUAL_DAYS"))


def watch() -> Mapping[str, float]:
    """Return the points of each rule about scans, and the lines they draw."""
    return dict(getattr(settings, "ORIGIN_WATCH"))  # noqa: B009 -- set by the manifest


def area_file() -> str:
    """Return the file that says which province an address belongs to; empty for none."""
    return str(_value("ORIGIN_AREA_FILE"))


def pin_tries() -> int:
    """Return how many wrong PINs a pack may have in all."""
    return int(_value("ORIGIN_PIN_TRIES"))


def flush_seconds() -> float:
    """Return how long a scan may wait in memory; zero leaves counting to the caller."""
    return float(_value("ORIGIN_FLUSH_SECONDS"))


def unknown_per_hour() -> int:
    """Return how many unknown codes one device may ask for in an hour."""
    return int(_value("ORIGIN_UNKNOWN_PER_HOUR"))


def reports_per_day() -> int:
    """Return how many reports one device may send in a day."""
    return int(_value("ORIGIN_REPORTS_PER_DAY"))


def country_box() -> Box:
    """Return the bounds that outlines lie in."""
    west, south, east, north = getattr(settings, "ORIGIN_COUNTRY_BOX")  # noqa: B009 -- manifest
    return Box(float(west), float(south), float(east), float(north))


def area_tolerance() -> int:
    """Return by how many percent an outline may differ from the declared area."""
    return int(_value("ORIGIN_AREA_TOLERANCE"))


def pin_secret() -> str:
    """Return what scratch PINs are computed from; empty where none are printed."""
    return _value("ORIGIN_PIN_SECRET")


def sscc_reuse_days() -> int:
    """Return for how long a used SSCC is not given again; GS1 asks for a year at least."""
    return int(_value("ORIGIN_SSCC_REUSE_DAYS"))


def _value(name: str) -> str:
    return str(getattr(settings, name))
