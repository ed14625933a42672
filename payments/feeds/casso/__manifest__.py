"""Casso's webhook V2."""

from marketplace.kernel.manifest import Manifest

MANIFEST = Manifest(
    name="payments.feeds.casso",
    title="Casso",
    summary="Reads the transfers that Casso reports for a seller's bank account.",
    category="payments",
    depends=("marketplace.kernel", "payments"),
    apps=("payments.feeds.casso",),
    urls="payments.feeds.casso.urls",
    settings={
        # Account number to the checksum keys that may sign for it; two while one is replaced.
        "CASSO_SECRETS": {},
        # Keys of a sandbox bank; they count only for accounts of the sandbox.
        "CASSO_SANDBOX_SECRETS": (),
        # How far a signed time may lie from our clock, either way.
        "CASSO_FRESH_SECONDS": 300,
    },
)
