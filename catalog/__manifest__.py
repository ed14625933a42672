"""Catalogue: products, sellers, addresses, the listing."""

from marketplace.kernel.manifest import Manifest

MANIFEST = Manifest(
    name="catalog",
    title="Catalogue",
    summary="Products as farmers sell them, and who sells them.",
    category="catalogue",
    depends=(
        "marketplace.kernel",
        "marketplace.base.accounts",
        "marketplace.base.media",
        "marketplace.base.places",
        "marketplace.base.units",
        "marketplace.base.words",
    ),
    apps=(
        "catalog.apps.CatalogConfig",
        "oscar.apps.catalogue.reviews.apps.CatalogueReviewsConfig",
        "catalog.partner.apps.PartnerConfig",
        "catalog.address.apps.AddressConfig",
        "catalog.listing.apps.ListingConfig",
    ),
    settings={"CATALOG_REVIEW_FIRST": False},
    urls="catalog.urls",
    replaces=("oscar.apps.catalogue", "oscar.apps.partner", "oscar.apps.address"),
)
