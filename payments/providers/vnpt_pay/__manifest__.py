"""The VNPT Money module (VNPT Pay)."""

from marketplace.kernel.manifest import Manifest

MANIFEST = Manifest(
    name="payments.providers.vnpt_pay",
    title="VNPT Money (VNPT Pay)",
    summary=(
        "Pays at VNPT Pay's page or by its code; refunds go out by hand or by payout file. "
        "To be confirmed with the partner: written after public code, no official document."
    ),
    category="payments",
    depends=("marketplace.kernel", "payments"),
    apps=("payments.providers.vnpt_pay",),
    settings={
        # The real gateway; the partner names it. Accounts of the sandbox never go there.
        "VNPT_PAY_URL": "https://api.vnptpay.vn",
        # What a buyer is shown: redirect (VNPT Pay's page, 1.0.5) or qr (its code, 1.0.6).
        "VNPT_PAY_WAY": "redirect",
        # Sent and signed as the payer's address: ours, since a try is made by the server.
        "VNPT_PAY_CLIENT_IP": "127.0.0.1",
        # What a TRANSACTION_STATUS means: paid, pending, failed or cancelled. The values were
        # published nowhere; one that does not stand here is unknown, and is asked about again.
        "VNPT_PAY_STATUSES": {"00": "paid"},
        # Signed fields of INIT_REPLY, PAY_REPLY and QUERY_REPLY where the partner names others
        # than core/signing.py assumes.
        "VNPT_PAY_REPLY_FIELDS": {},
    },
)
