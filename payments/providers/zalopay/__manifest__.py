"""The ZaloPay module."""

from marketplace.kernel.manifest import Manifest

MANIFEST = Manifest(
    name="payments.providers.zalopay",
    title="ZaloPay",
    summary="ZaloPay, API v2: its page or a code any bank app reads, questions, refunds.",
    category="payments",
    depends=("marketplace.kernel", "payments"),
    apps=("payments.providers.zalopay",),
    settings={
        # Where live accounts are created, asked about and refunded.
        "ZALOPAY_API_URL": "https://openapi.zalopay.vn/v2",
        # "page" sends the buyer to ZaloPay's page; "code" shows its code here.
        "ZALOPAY_SHOWS": "page",
        # Smallest and largest amount in đồng.
        "ZALOPAY_LIMITS": (1_000, 499_999_999),
    },
)
