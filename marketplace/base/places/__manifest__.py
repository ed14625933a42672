"""Administrative units of Vietnam."""

from marketplace.kernel.manifest import Manifest

MANIFEST = Manifest(
    name="marketplace.base.places",
    title="Places",
    summary="Provinces and communes since July 2025, former ones, and the ward picker.",
    category="base",
    version="1.0",
    depends=("marketplace.kernel", "marketplace.base.words"),
    apps=("marketplace.base.places",),
    urls="marketplace.base.places.urls",
)
