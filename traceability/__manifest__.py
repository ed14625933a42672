"""Origin labels for whoever makes food; works without the shop."""

from marketplace.kernel.manifest import Manifest

MANIFEST = Manifest(
    name="traceability",
    title="Origin",
    summary="Lots, labels and the page that tells where a scanned pack comes from.",
    category="origin",
    depends=(
        "marketplace.kernel",
        "marketplace.base.accounts",
        "marketplace.base.media",
        "marketplace.base.places",
        "marketplace.base.qr",
        "marketplace.base.words",
    ),
    apps=(
        "traceability",
        "traceability.epcis",
        "traceability.epcis.rest",
        "traceability.log",
        "traceability.genealogy",
        "traceability.lots",
        "traceability.rules",
        "traceability.labels",
        "traceability.resolver",
        "traceability.journal",
        "traceability.recall",
        "traceability.export",
    ),
    application=True,
    settings={
        # One of STORAGES for the sheets of labels; empty is the folder var/labels.
        "LABELS_STORAGE": "",
        # The diary: bytes of a spoken note, bytes and rows of a table, a request of readings.
        "JOURNAL_VOICE_MAX_BYTES": 2_000_000,
        "JOURNAL_TABLE_MAX_BYTES": 20_000_000,
        "JOURNAL_TABLE_MAX_ROWS": 100_000,
        "JOURNAL_READINGS_MAX_BYTES": 65_536,
        # A device that was not heard of for so many hours is shown as quiet.
        "JOURNAL_QUIET_HOURS": 24,
        # Languages offered on the scan page; a language joins when its catalogue is written.
        "ORIGIN_LANGUAGES": ("vi", "km", "en"),
        # The number people call about a pack whose party has published none, E.164.
        "ORIGIN_PHONE": "+8418000000",
        # A pack seen by more devices than this within the window is shown as possibly copied.
        "ORIGIN_UNUSUAL_SCANS": 20,
        "ORIGIN_UNUSUAL_DAYS": 14,
        # Points that odd scans of a pack give, and where it is marked (docs/model/origin.md).
        "ORIGIN_WATCH": {
            "many_devices": 60,
            "too_far": 40,
            "too_early": 20,
            "outside_market": 30,
            "after_sale": 20,
            "after_end": 60,
            "raise_at": 60,
            "lower_below": 30,
            "fastest_kmh": 900,
            "least_km": 100,
            "devices_after_sale": 5,
        },
        # CSV of network,area,latitude,longitude that says which province an address belongs to;
        # empty: nobody asks. Networks without an area (carriers, data centres) say nothing.
        "ORIGIN_AREA_FILE": "",
        # Wrong scratch PINs a pack may have; after that none is compared any more.
        "ORIGIN_PIN_TRIES": 10,
        # Seconds a scan may wait in memory before it is counted.
        "ORIGIN_FLUSH_SECONDS": 3,
        # Unknown codes one device may ask for in an hour, and reports it may send in a day.
        "ORIGIN_UNKNOWN_PER_HOUR": 60,
        "ORIGIN_REPORTS_PER_DAY": 5,
        # Path of GS1's EPCIS JSON Schema, if you have it: it checks events besides our own rules.
        "EPCIS_JSON_SCHEMA": "",
        # A recall needs a second person: not who began the case.
        "RECALL_FOUR_EYES": False,
        # Consecutive days that the home page shows a recall; law 122/2025 asks for ten.
        "RECALL_SHOWN_DAYS": 10,
        # Outlines of places lie within these degrees: west, south, east, north.
        "ORIGIN_COUNTRY_BOX": (102.0, 6.0, 118.0, 24.0),
        # Percent by which a drawn outline may differ from the declared area without a remark.
        "ORIGIN_AREA_TOLERANCE": 10,
        # What one document of EPCIS events may have: events, and bytes.
        "EPCIS_CAPTURE_LIMIT": 10_000,
        "EPCIS_CAPTURE_FILE_SIZE_LIMIT": 20_000_000,
        # Requests a minute: of one key, and of one address that has none.
        "EPCIS_REQUESTS_PER_MINUTE": 600,
        "EPCIS_PUBLIC_REQUESTS_PER_MINUTE": 60,
        # Whether events of lots with a public page can be read without a key.
        "EPCIS_PUBLIC_READING": True,
        # GS1 company prefixes whose Digital Links can be written as EPC URNs.
        "EPCIS_COMPANY_PREFIXES": (),
        # Whether reports may go to private addresses and by http: for tests and closed networks.
        "EPCIS_WEBHOOKS_PRIVATE": False,
        # What scratch PINs are computed from; labels in the world depend on it. Empty: no PINs.
        "ORIGIN_PIN_SECRET": "",
        # Days before the number of a pallet that is gone may be given again.
        "ORIGIN_SSCC_REUSE_DAYS": 366,
    },
    urls="traceability.urls",
    outer_middleware=("traceability.resolver.middleware.ScanMiddleware",),
)
