"""The manifest of market stalls."""

from marketplace.kernel.manifest import Manifest

MANIFEST = Manifest(
    name="marketplace.modules.stalls",
    title="Market stalls",
    summary="A stall takes money by QR, hears that it came, and closes its day; "
    "the market sees which stalls fell silent.",
    category="selling",
    depends=(
        "marketplace.kernel",
        "marketplace.base.accounts",
        "marketplace.base.notices",
        "marketplace.base.words",
        "marketplace.base.qr",
        "payments",
    ),
    apps=("marketplace.modules.stalls",),
    urls="marketplace.modules.stalls.urls",
    outer_middleware=("marketplace.modules.stalls.middleware.ListenMiddleware",),
    settings={
        # Days without a payment by QR after which a stall counts as quiet.
        "STALLS_QUIET_DAYS": 7,
        # Minutes that a sale by QR waits for its money.
        "STALLS_SALE_MINUTES": 30,
        # Hour of the evening from which a stall that sold and did not close its day is reminded
        # by message; 24 is never.
        "STALLS_REMINDER_HOUR": 20,
    },
    application=True,
)
