"""SePay's webhook: the first bank feed."""

from marketplace.kernel.manifest import Manifest

MANIFEST = Manifest(
    name="payments.feeds.sepay",
    title="SePay",
    summary="Reads the transfers that SePay reports for a seller's bank account.",
    category="payments",
    depends=("marketplace.kernel", "payments"),
    apps=("payments.feeds.sepay",),
    urls="payments.feeds.sepay.urls",
    settings={
        # Account number to the secrets that may sign for it; two while one is being replaced.
        "SEPAY_SECRETS": {},
        # Secrets of a sandbox bank; they count only for accounts of the sandbox.
        "SEPAY_SANDBOX_SECRETS": (),
        # Account number to SePay API keys. A key signs nothing, so it counts only where an account
        # has no secret.
        "SEPAY_API_KEYS": {},
        # How far a signed time may lie from our clock, either way.
        "SEPAY_FRESH_SECONDS": 300,
    },
)
