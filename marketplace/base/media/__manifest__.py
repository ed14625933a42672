"""Photos people upload."""

from marketplace.kernel.manifest import Manifest

MANIFEST = Manifest(
    name="marketplace.base.media",
    title="Photos",
    summary="Uploads checked, originals kept private, small upright pictures made by the worker.",
    category="base",
    version="1.0",
    depends=("marketplace.kernel", "marketplace.base.accounts"),
    apps=("marketplace.base.media",),
    urls="marketplace.base.media.urls",
)
