"""The manifest of the glue between statements and the press."""

from marketplace.kernel.manifest import Manifest

MANIFEST = Manifest(
    name="marketplace.modules.statement_pdf",
    title="Statements as PDF",
    summary="Sets a seller's monthly statement as an A4 PDF, beside the CSV.",
    category="Glue",
    version="0.1.0",
    depends=(
        "marketplace.kernel",
        "marketplace.base.words",
        "payments",
        "payments.periods",
        "traceability",
    ),
    apps=("marketplace.modules.statement_pdf",),
    urls="marketplace.modules.statement_pdf.urls",
    auto_install=True,
)
