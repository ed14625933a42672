"""A developer's machine and the demo: nothing here may serve the public."""

from marketplace.settings import env
from marketplace.settings.base import *  # noqa: F403
from payments.sandboxes.gateways import demo as sandbox_gateways

DEBUG = env.flag("DEBUG", default=False)
SECRET_KEY = env.secret(
    "SECRET_KEY", development="development-only-key-that-production-refuses-to-start-with"
)
ALLOWED_HOSTS = ["127.0.0.1", "localhost", "[::1]", *env.words("ALLOWED_HOSTS")]

# Encrypts the keys kept for parties; what it opens here signs nothing that anybody trusts.
ORIGIN_KEY_SECRET = env.secret(
    "ORIGIN_KEY_SECRET", development="development-only-secret-of-the-keys-in-custody"
)

# Encrypts the secrets of gateways that staff stores; here they are those of sandboxes.
PAYMENTS_VAULT_KEY = env.secret(
    "PAYMENTS_VAULT_KEY", development="development-only-key-of-the-payment-secrets"
)

# The sandbox bank signs with this; it opens nothing but accounts of the sandbox.
SANDBOX_BANK_SECRET = env.secret(
    "SANDBOX_BANK_SECRET", development="development-only-secret-of-the-sandbox-bank"
)
SEPAY_SANDBOX_SECRETS = CASSO_SANDBOX_SECRETS = PAYOS_SANDBOX_SECRETS = (SANDBOX_BANK_SECRET,)
SANDBOX_BANK_NOTIFY_URL = env.text("SANDBOX_BANK_NOTIFY_URL", "")
# The sandbox gateways, one process for all; their secrets stand with each gateway's sandbox.
PAYMENT_SECRETS = dict(sandbox_gateways.SECRETS)
SANDBOX_GATEWAYS_URL = env.text("SANDBOX_GATEWAYS_URL", "http://127.0.0.1:8020")
# Accounts and charges made here are of the sandbox: no real notice can ever pay them.
PAYMENTS_ENVIRONMENT = "sandbox"
