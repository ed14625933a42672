"""How text, numbers, money, dates and phones are written."""

from marketplace.kernel.manifest import Manifest

MANIFEST = Manifest(
    name="marketplace.base.words",
    title="Words and formats",
    summary="Folding of accents, numbers, money, dates and phones as people here write them.",
    category="base",
    version="1.0",
    depends=("marketplace.kernel",),
    apps=("marketplace.base.words",),
)
