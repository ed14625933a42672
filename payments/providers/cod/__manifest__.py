"""The cash-on-delivery module."""

from marketplace.kernel.manifest import Manifest

MANIFEST = Manifest(
    name="payments.providers.cod",
    title="Cash on delivery",
    summary="The buyer pays when the parcel comes, up to a limit.",
    category="payments",
    depends=("marketplace.kernel", "payments"),
    apps=("payments.providers.cod",),
    settings={
        # Parcels below this many đồng may be paid at the door.
        "COD_BELOW": 2_000_000,
    },
)
