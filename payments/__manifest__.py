"""The payments module: money model, ledger, pay pages."""

from marketplace.kernel.manifest import Manifest

MANIFEST = Manifest(
    name="payments",
    title="Payments",
    summary="Charges, receipts and the ledger; ways to pay are modules of their own.",
    category="payments",
    depends=(
        "marketplace.kernel",
        "marketplace.base.accounts",
        "marketplace.base.notices",
        "marketplace.base.words",
        "marketplace.base.qr",
    ),
    apps=("payments", "payments.ledger", "payments.refunds"),
    urls="payments.urls",
    settings={
        # "live" or "sandbox": a notice from the one never pays a charge of the other.
        "PAYMENTS_ENVIRONMENT": "live",
        # Minutes that one QR code is shown before a fresh one is asked for.
        "PAYMENTS_CODE_MINUTES": 15,
        # How people see the ways to pay: free of charge and known to all first; the rest follows.
        "PAYMENTS_WAY_ORDER": [
            "vietqr_transfer",
            "vnpt_pay",
            "viettel_money",
            "vnpay",
            "momo",
            "zalopay",
            "viettel_gateway",
            "stripe_checkout",
        ],
        # From this many đồng on, two members of staff must agree to match money by hand.
        "PAYMENTS_TWO_PEOPLE_FROM": 5_000_000,
        # Hours in which a match by hand can be undone.
        "PAYMENTS_UNDO_HOURS": 24,
        # Hours after which a short payment is shown to staff.
        "PAYMENTS_SHORT_HOURS": 24,
        # A feed is silent when it says nothing for so many times its usual gap ...
        "PAYMENTS_SILENCE_TIMES": 6,
        # ... but never sooner than after so many minutes of the hours it usually speaks in.
        "PAYMENTS_SILENCE_MINUTES": 60,
        # Secrets shared with gateways: provider, environment, merchant number, name of the secret.
        "PAYMENT_SECRETS": {},
        # Where the sandbox gateways listen; a live account never goes there.
        "SANDBOX_GATEWAYS_URL": "",
        # Seconds after which a gateway is first asked what became of a try; doubled each time.
        "PAYMENTS_FIRST_QUERY_SECONDS": 60,
        # Days after which it is asked no more, and a person must look.
        "PAYMENTS_QUERY_DAYS": 3,
        # Seconds to wait for a gateway's connection and for its answer.
        "PAYMENTS_CONNECT_SECONDS": 5,
        "PAYMENTS_ANSWER_SECONDS": 20,
    },
)
