"""The storefront."""

from marketplace.kernel.manifest import Manifest

MANIFEST = Manifest(
    name="marketplace.modules.storefront",
    title="Storefront",
    summary="Home page, category menu and the frame of the back office.",
    category="selling",
    depends=("marketplace.kernel", "catalog"),
    apps=("marketplace.modules.storefront",),
    urls="marketplace.modules.storefront.urls",
    middleware=("marketplace.modules.storefront.policy.BackOfficePolicyMiddleware",),
    application=True,
)
