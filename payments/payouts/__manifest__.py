"""Payouts."""

from marketplace.kernel.manifest import Manifest

MANIFEST = Manifest(
    name="payments.payouts",
    title="Payouts",
    summary="Pays out what the platform collected, by bank files with four eyes.",
    category="payments",
    depends=(
        "marketplace.kernel",
        "marketplace.base.accounts",
        "marketplace.base.words",
        "payments",
        "payments.statements",
    ),
    apps=("payments.payouts",),
    urls="payments.payouts.urls",
    settings={
        # Hours that a changed bank account waits before money goes there.
        "PAYOUTS_ACCOUNT_HOURS": 72,
        # Smallest amount that is proposed by the button for all sellers, in đồng.
        "PAYOUTS_SMALLEST": 10_000,
        # The platform's bank's file: columns of heading and field, delimiter, headings or not.
        # Fields: number code account holder bin bank amount currency memo; "=text" is fixed text.
        "PAYOUT_TEMPLATES": {
            "generic": {
                "label": "CSV",
                "delimiter": ",",
                "headings": True,
                "columns": [
                    ["STT", "number"],
                    ["So tai khoan", "account"],
                    ["Ten nguoi nhan", "holder"],
                    ["Ma ngan hang", "bin"],
                    ["Ten ngan hang", "bank"],
                    ["So tien", "amount"],
                    ["Noi dung", "memo"],
                ],
            },
        },
    },
)
