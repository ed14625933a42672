"""Short messages to people."""

from marketplace.kernel.manifest import Manifest

MANIFEST = Manifest(
    name="marketplace.base.notices",
    title="Messages",
    summary="Texts by kind and language, carried by the first channel that can.",
    category="base",
    version="1.0",
    depends=("marketplace.kernel", "marketplace.base.words"),
    apps=("marketplace.base.notices",),
)
