"""The base theme."""

from marketplace.kernel.manifest import Manifest

MANIFEST = Manifest(
    name="themes.base",
    title="Plain look",
    summary="Every page in plain colours and the system’s letters; other looks extend it.",
    category="theme",
    depends=("marketplace.kernel", "marketplace.base.words"),
    apps=("themes.base",),
    middleware=("themes.base.middleware.VisitorChoiceMiddleware",),
)
