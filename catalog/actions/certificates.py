"""Papers that staff have seen."""

import datetime as dt
from dataclasses import dataclass

from django.db import transaction

from catalog.choices import CertificateKind
from catalog.errors import DraftRefusedError, ProductNotFoundError
from catalog.listing.actions import refresh_listing
from catalog.models import Certificate, Product
from catalog.partner.models import Partner
from marketplace.base.accounts.models import User
from marketplace.base.media.models import Media
from marketplace.kernel.audit import record

OCOP_STARS = range(3, 6)


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """What a certificate says.

    Raises:
        DraftRefusedError: stars without OCOP or OCOP without stars; dates the wrong way round.
    """

    kind: CertificateKind
    number: str
    issuer: str
    valid_from: dt.date
    valid_to: dt.date
    stars: int | None = None
    document: Media | None = None

    def __post_init__(self) -> None:
        """Check what needs no database."""
        is_ocop = self.kind == CertificateKind.OCOP
        if (self.stars in OCOP_STARS) != is_ocop or (self.stars is not None) != is_ocop:
            raise DraftRefusedError(field="stars", reason="stars_wrong")
        if self.valid_to < self.valid_from:
            raise DraftRefusedError(field="valid_to", reason="dates_wrong")


@transaction.atomic
def add_certificate(
    *, seller: Partner, product: Product | None, paper: Paper, acting_user: User | None
) -> Certificate:
    """Write down a paper of a product, or (``product=None``) of all that a seller sells.

    OCOP stars belong to one product and show while the paper is valid.

    Raises:
        ProductNotFoundError: the product is another seller's.
        DraftRefusedError: OCOP without a product.
    """
    if product is not None and product.seller_id != seller.pk:
        raise ProductNotFoundError(product=product.pk)
    if paper.stars and product is None:
        raise DraftRefusedError(field="product", reason="ocop_needs_product")
    fields = {name: getattr(paper, name) for name in Paper.__slots__}
    row = Certificate.objects.create(seller=seller, product=product, **fields)
    record("certificate.added", acting_user=acting_user, subject=row, kind=paper.kind)
    _mirror_stars(row)
    return row


@transaction.atomic
def end_certificate(
    *, certificate: Certificate, last_day: dt.date, acting_user: User | None
) -> Certificate:
    """Let a paper end on ``last_day``: it was withdrawn, or its date was mistyped.

    Raises:
        DraftRefusedError: before its first day.
    """
    if last_day < certificate.valid_from:
        raise DraftRefusedError(field="valid_to", reason="dates_wrong")
    before, certificate.valid_to = certificate.valid_to, last_day
    certificate.save(update_fields=["valid_to"])
    record(
        "certificate.ended",
        acting_user=acting_user,
        subject=certificate,
        before=before.isoformat(),
        after=last_day.isoformat(),
    )
    _mirror_stars(certificate)
    return certificate


def _mirror_stars(certificate: Certificate) -> None:
    """Copy the stars to the product and its listing row; the row keeps the last valid day."""
    product = certificate.product
    if certificate.stars is None or product is None:
        return
    Product.objects.filter(pk=product.pk).update(ocop_stars=certificate.stars)
    refresh_listing([product.pk])
