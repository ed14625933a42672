"""The VNPAY module."""

from marketplace.kernel.manifest import Manifest

MANIFEST = Manifest(
    name="payments.providers.vnpay",
    title="VNPAY",
    summary="VNPAY 2.1.0: bank apps, domestic and international cards, VNPAY wallet.",
    category="payments",
    depends=("marketplace.kernel", "payments"),
    apps=("payments.providers.vnpay",),
    settings={
        # Where buyers of a live account are sent, and where we ask; a contract names the hosts.
        "VNPAY_PAY_URL": "https://pay.vnpay.vn/vpcpay.html",
        "VNPAY_API_URL": "https://pay.vnpay.vn/merchant_webapi/api/transaction",
        # Our own network address, as VNPAY wants it named when no buyer is there.
        "VNPAY_SERVER_IP": "127.0.0.1",
        # Smallest and largest amount in đồng.
        "VNPAY_LIMITS": (5_000, 499_999_999),
    },
)
