"""Withheld tax."""

from marketplace.kernel.manifest import Manifest

MANIFEST = Manifest(
    name="payments.tax",
    title="Withheld tax",
    summary="Withholds tax of households and individuals by dated rules; monthly return.",
    category="payments",
    depends=(
        "marketplace.kernel",
        "marketplace.base.accounts",
        "marketplace.base.words",
        "payments",
    ),
    apps=("payments.tax",),
    urls="payments.tax.urls",
    settings={
        # Days off that move each year ("2027-02-08"): the lunar new year, the kings' day, bridges.
        "TAX_DAYS_OFF": (),
    },
)
