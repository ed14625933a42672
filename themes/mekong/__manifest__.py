"""The default theme."""

from marketplace.kernel.manifest import Manifest

MANIFEST = Manifest(
    name="themes.mekong",
    title="Phù sa",
    summary="The look of the delta: mangrove green, rice gold, the lotus-petal band.",
    category="theme",
    depends=("themes.base",),
    apps=("themes.mekong",),
)
