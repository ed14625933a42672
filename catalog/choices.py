"""Closed lists of the catalogue: the words on the right are message ids."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class SellerKind(models.TextChoices):
    """Who sells. The words are the law's, Vietnamese ones in the catalogue file."""

    COOPERATIVE = "cooperative", _("Cooperative")
    COOPERATIVE_GROUP = "cooperative_group", _("Cooperative group")
    ENTERPRISE = "enterprise", _("Enterprise")
    HOUSEHOLD_BUSINESS = "household_business", _("Household business")
    FARM_HOUSEHOLD = "farm_household", _("Farm household")
    MARKET_VENDOR = "market_vendor", _("Market vendor")


class SellerState(models.TextChoices):
    """How far the seller's papers are (Law 122/2025, art. 17.1c: known before the first sale)."""

    DRAFT = "draft", _("Being filled in")
    SUBMITTED = "submitted", _("Waiting to be checked")
    VERIFIED = "verified", _("Verified")
    SUSPENDED = "suspended", _("Suspended")


class ProductState(models.TextChoices):
    """Whether buyers may see the product. Only ``published`` is public."""

    DRAFT = "draft", _("Draft")
    REVIEW = "review", _("Waiting for review")
    PUBLISHED = "published", _("On sale")
    REJECTED = "rejected", _("Not accepted")
    WITHDRAWN = "withdrawn", _("Taken off sale")


class Storage(models.TextChoices):
    """How the goods travel and are kept."""

    DRY = "dry", _("Dry and cool place")
    COOL = "cool", _("Refrigerated")
    FROZEN = "frozen", _("Frozen")
    LIVE = "live", _("Live")


class CertificateKind(models.TextChoices):
    """Typed papers. Names of standards are not translated."""

    OCOP = "ocop", "OCOP"
    VIETGAP = "vietgap", "VietGAP"
    GLOBALGAP = "globalgap", "GlobalG.A.P."
    ORGANIC = "organic", _("Organic (TCVN 11041)")
    ASC = "asc", "ASC"
    BAP = "bap", "BAP"
    HACCP = "haccp", "HACCP"
    ISO_22000 = "iso_22000", "ISO 22000"
    GEOGRAPHICAL_INDICATION = "geographical_indication", _("Geographical indication")
    GROWING_AREA = "growing_area", _("Growing area code")
    FARM = "farm", _("Farm code")
    FOOD_SAFETY = "food_safety", _("Food safety")
    HALAL = "halal", "Halal"


SELLERS_WITH_TAX_CODE = frozenset(
    {SellerKind.COOPERATIVE, SellerKind.ENTERPRISE, SellerKind.HOUSEHOLD_BUSINESS}
)
"""Kinds that exist only with a registration, so without a tax code their papers are not whole."""
