"""The vault: secrets of gateways and feeds, set in the back office."""

from marketplace.kernel.manifest import Manifest

MANIFEST = Manifest(
    name="payments.vault",
    title="Secrets of payment gateways",
    summary="Staff sets the secrets of gateways and bank feeds; kept encrypted, never shown again.",
    category="payments",
    depends=(
        "marketplace.kernel",
        "marketplace.base.accounts",
        "marketplace.base.words",
        "payments",
    ),
    apps=("payments.vault",),
    settings={
        # What the stored secrets are encrypted with; lost, they are lost too.
        "PAYMENTS_VAULT_KEY": "",
        # The key before it, while `manage.py rekey_vault` has not run: it opens, it seals nothing.
        "PAYMENTS_VAULT_OLD_KEY": "",
        # Seconds between two writings of when a set was last asked for.
        "PAYMENTS_VAULT_USE_SECONDS": 600,
    },
)
