"""The phones of the demo."""

from marketplace.kernel.manifest import Manifest

MANIFEST = Manifest(
    name="marketplace.modules.sandbox_messages",
    title="Sandbox messages",
    summary="Shows every message on a page instead of sending it. Never in production.",
    category="sandbox",
    version="1.0",
    depends=(
        "marketplace.kernel",
        "marketplace.base.words",
        "marketplace.base.notices",
        "themes.base",
    ),
    apps=("marketplace.modules.sandbox_messages",),
    urls="marketplace.modules.sandbox_messages.urls",
)
