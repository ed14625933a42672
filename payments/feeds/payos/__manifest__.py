"""payOS's webhook."""

from marketplace.kernel.manifest import Manifest

MANIFEST = Manifest(
    name="payments.feeds.payos",
    title="payOS",
    summary="Reads the transfers that payOS reports for a seller's bank account.",
    category="payments",
    depends=("marketplace.kernel", "payments"),
    apps=("payments.feeds.payos",),
    urls="payments.feeds.payos.urls",
    settings={
        # Account number to the checksum keys that may sign for it; two while one is replaced.
        "PAYOS_SECRETS": {},
        # Keys of a sandbox bank; they count only for accounts of the sandbox.
        "PAYOS_SANDBOX_SECRETS": (),
    },
)
