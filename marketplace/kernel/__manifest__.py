"""The kernel is a module too, so that its tables and texts load like everybody's."""

from marketplace.kernel.manifest import Manifest

MANIFEST = Manifest(
    name="marketplace.kernel",
    title="Kernel",
    summary="Modules, hooks, slots, the queue and the audit trail.",
    category="kernel",
    apps=("marketplace.kernel",),
    middleware=(
        "marketplace.kernel.middleware.ThemeMiddleware",
        "marketplace.kernel.middleware.ModuleGateMiddleware",
        "marketplace.kernel.middleware.DomainErrorMiddleware",
    ),
)
