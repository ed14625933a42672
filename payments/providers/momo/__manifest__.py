"""The MoMo module."""

from marketplace.kernel.manifest import Manifest

MANIFEST = Manifest(
    name="payments.providers.momo",
    title="MoMo",
    summary="MoMo wallet, API v2: its page or a code, questions, refunds in full or in part.",
    category="payments",
    depends=("marketplace.kernel", "payments"),
    apps=("payments.providers.momo",),
    settings={
        # Where live accounts are created, asked about and refunded.
        "MOMO_API_URL": "https://payment.momo.vn/v2/gateway/api",
        # "page" sends the buyer to MoMo's page; "code" shows its code here, where MoMo allows that.
        "MOMO_SHOWS": "page",
        # MoMo asks for at least 30 seconds of patience.
        "MOMO_ANSWER_SECONDS": 30,
        # Smallest and largest amount in đồng.
        "MOMO_LIMITS": (10_000, 50_000_000),
    },
)
