"""Accounts: who signs in."""

from marketplace.kernel.manifest import Manifest

MANIFEST = Manifest(
    name="marketplace.base.accounts",
    title="Accounts",
    summary="People and how they sign in: phone first, e-mail if they like.",
    category="base",
    depends=("marketplace.kernel", "marketplace.base.words"),
    apps=("marketplace.base.accounts",),
)
