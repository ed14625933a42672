"""Products: what is sold, in what pack, by whom. Ours first, then the rest of Oscar's."""

import datetime as dt
from collections.abc import Sequence
from typing import ClassVar

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from oscar.apps.catalogue.abstract_models import (
    AbstractCategory,
    AbstractProduct,
    AbstractProductCategory,
    AbstractProductClass,
)
from oscar.models.fields.slugfield import SlugField

from catalog.choices import CertificateKind, ProductState, Storage
from catalog.core.packs import Pack
from marketplace.base.media.models import Media


class ProductClass(AbstractProductClass):
    """Oscar's kind of product. We have one: goods that are shipped and counted."""

    objects: ClassVar[models.Manager["ProductClass"]]


class Category(AbstractCategory):
    """A group of goods, in a tree. ``name`` is Vietnamese; `CategoryText` holds the others."""

    slug = SlugField(_("address on the site"), max_length=255, unique=True)

    id: int
    name: str
    path: str
    depth: int
    objects: ClassVar[models.Manager["Category"]]

    class Meta(AbstractCategory.Meta):
        abstract = False

    def get_absolute_url(self) -> str:
        """Return the group's page."""
        return reverse("catalog:category", args=[self.slug])


class CategoryText(models.Model):
    """A category's name in another language than Vietnamese."""

    category = models.ForeignKey(
        Category, on_delete=models.CASCADE, related_name="texts", verbose_name=_("category")
    )
    language = models.CharField(_("language"), max_length=8, choices=settings.LANGUAGES)
    name = models.CharField(_("name"), max_length=120)

    class Meta:
        verbose_name = _("category name")
        verbose_name_plural = _("category names")
        constraints = [
            models.UniqueConstraint(
                fields=["category", "language"], name="category_text_once_a_language"
            )
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.language})"


class ProductCategory(AbstractProductCategory):
    """In which one category a product is found."""

    objects: ClassVar[models.Manager["ProductCategory"]]


class Product(AbstractProduct):
    """One thing on sale by one seller.

    Oscar's ``title`` and ``description`` mirror the Vietnamese `ProductText`, ``is_public`` mirrors
    the state and the seller's; the actions write them together.
    """

    slug = SlugField(_("address on the site"), max_length=255, unique=True)
    is_public = models.BooleanField(_("public"), default=False, db_index=True, editable=False)
    seller = models.ForeignKey(
        "partner.Partner",
        on_delete=models.PROTECT,
        related_name="products",
        verbose_name=_("seller"),
    )
    state = models.CharField(
        _("state"), max_length=12, choices=ProductState.choices, default=ProductState.DRAFT
    )
    state_reason = models.CharField(_("reason"), max_length=400, blank=True)
    published_at = models.DateTimeField(_("first on sale"), null=True, blank=True, editable=False)
    pack_quantity = models.DecimalField(_("pack holds"), max_digits=10, decimal_places=3, default=1)
    unit = models.CharField(_("unit"), max_length=12, default="kg")
    container = models.CharField(_("wrapping"), max_length=12, blank=True)
    piece_count = models.PositiveIntegerField(_("pieces in one"), null=True, blank=True)
    net_weight_grams = models.PositiveIntegerField(_("net weight in grams"), null=True, blank=True)
    size_count_min = models.PositiveSmallIntegerField(
        _("fewest to the kilogram"), null=True, blank=True
    )
    size_count_max = models.PositiveSmallIntegerField(
        _("most to the kilogram"), null=True, blank=True
    )
    season_months = models.JSONField(_("months in season"), default=list, blank=True)
    ocop_stars = models.PositiveSmallIntegerField(
        _("OCOP stars"),
        null=True,
        blank=True,
        validators=[MinValueValidator(3), MaxValueValidator(5)],
    )
    storage = models.CharField(
        _("storage"), max_length=8, choices=Storage.choices, default=Storage.DRY
    )

    title: str
    description: str
    structure: str
    date_created: dt.datetime
    objects: ClassVar[models.Manager["Product"]]

    class Meta(AbstractProduct.Meta):
        abstract = False
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=ProductState.values), name="product_state_known"
            ),
            models.CheckConstraint(
                condition=Q(storage__in=Storage.values), name="product_storage_known"
            ),
            models.CheckConstraint(
                condition=Q(is_public=False) | Q(state=ProductState.PUBLISHED),
                name="product_public_only_when_published",
            ),
            models.CheckConstraint(
                condition=Q(pack_quantity__gt=0), name="product_pack_holds_something"
            ),
            models.CheckConstraint(
                condition=~Q(unit="chuc") | Q(piece_count__isnull=False, piece_count__gt=0),
                name="product_chuc_says_how_many",
            ),
            models.CheckConstraint(
                condition=Q(net_weight_grams__isnull=True) | Q(net_weight_grams__gt=0),
                name="product_weighs_something",
            ),
            models.CheckConstraint(
                condition=Q(size_count_min__isnull=True, size_count_max__isnull=True)
                | Q(size_count_min__gte=1, size_count_max__gte=F("size_count_min")),
                name="product_size_right_way_round",
            ),
            models.CheckConstraint(
                condition=Q(ocop_stars__isnull=True) | Q(ocop_stars__gte=3, ocop_stars__lte=5),
                name="product_ocop_three_to_five",
            ),
        ]

    def get_absolute_url(self) -> str:
        """Return the product's page."""
        return reverse("catalog:product", args=[self.slug])

    def clean(self) -> None:
        """Refuse a variant under a stranger's product, besides Oscar's own rules."""
        super().clean()
        self._check_parent()

    def save(self, *args: object, **kwargs: object) -> None:
        """Refuse what `clean` refuses about parents: not every caller validates first."""
        self._check_parent()
        super().save(*args, **kwargs)

    def _check_parent(self) -> None:
        if self.parent_id and self.parent.seller_id != self.seller_id:
            raise ValidationError(
                _("A variant belongs to the seller of its product."), code="foreign_parent"
            )

    @property
    def pack(self) -> Pack:
        """What one of it holds."""
        return Pack(
            quantity=self.pack_quantity,
            unit=self.unit,
            container=self.container,
            piece_count=self.piece_count,
            net_weight_grams=self.net_weight_grams,
        )

    @property
    def pack_label(self) -> str:
        """The pack in words of the language in use, such as *Túi 5 kg*."""
        from catalog.words import pack_words

        return pack_words(self.pack)

    @property
    def season(self) -> Sequence[int]:
        """Months of the season; empty for goods of the whole year."""
        return tuple(self.season_months)


class ProductText(models.Model):
    """Name and description of a product in one language. The Vietnamese row is required."""

    product = models.ForeignKey(
        Product, on_delete=models.CASCADE, related_name="texts", verbose_name=_("product")
    )
    language = models.CharField(_("language"), max_length=8, choices=settings.LANGUAGES)
    name = models.CharField(_("name"), max_length=120)
    description = models.TextField(_("description"), max_length=4000, blank=True)

    class Meta:
        verbose_name = _("product text")
        verbose_name_plural = _("product texts")
        constraints = [
            models.UniqueConstraint(
                fields=["product", "language"], name="product_text_once_a_language"
            ),
            models.CheckConstraint(condition=~Q(name=""), name="product_text_has_a_name"),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.language})"


class ProductPhoto(models.Model):
    """A photo of a product; position 0 is the cover."""

    product = models.ForeignKey(
        Product, on_delete=models.CASCADE, related_name="photos", verbose_name=_("product")
    )
    media = models.ForeignKey(Media, on_delete=models.PROTECT, verbose_name=_("photo"))
    position = models.PositiveSmallIntegerField(_("position"))

    class Meta:
        verbose_name = _("product photo")
        verbose_name_plural = _("product photos")
        ordering: ClassVar[list[str]] = ["position"]
        constraints = [
            models.UniqueConstraint(
                fields=["product", "position"], name="product_photo_one_a_position"
            ),
            models.UniqueConstraint(fields=["product", "media"], name="product_photo_once"),
        ]

    def __str__(self) -> str:
        return f"{self.product_id}/{self.position}"


class Certificate(models.Model):
    """A paper that staff have seen: of one product, or of all that a seller sells.

    Shop pages show it from ``valid_from`` to ``valid_to``, both included. It is never deleted:
    lots made while it held keep it.
    """

    seller = models.ForeignKey(
        "partner.Partner",
        on_delete=models.PROTECT,
        related_name="certificates",
        verbose_name=_("seller"),
    )
    product = models.ForeignKey(
        Product,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="certificates",
        verbose_name=_("product"),
        help_text=_("Empty: it covers everything the seller sells."),
    )
    kind = models.CharField(_("kind"), max_length=24, choices=CertificateKind.choices)
    stars = models.PositiveSmallIntegerField(_("OCOP stars"), null=True, blank=True)
    number = models.CharField(_("number"), max_length=80)
    issuer = models.CharField(_("issued by"), max_length=160)
    valid_from = models.DateField(_("valid from"))
    valid_to = models.DateField(_("valid to"))
    document = models.ForeignKey(
        Media,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("photo of the paper"),
    )

    class Meta:
        verbose_name = _("certificate")
        verbose_name_plural = _("certificates")
        ordering: ClassVar[list[str]] = ["kind", "-valid_to"]
        constraints = [
            models.UniqueConstraint(
                fields=["seller", "product", "kind", "number"], name="certificate_once"
            ),
            models.UniqueConstraint(
                fields=["seller", "kind", "number"],
                condition=Q(product__isnull=True),
                name="certificate_of_seller_once",
            ),
            models.CheckConstraint(
                condition=Q(valid_to__gte=F("valid_from")), name="certificate_dates_in_order"
            ),
            models.CheckConstraint(
                condition=Q(
                    kind=CertificateKind.OCOP, stars__gte=3, stars__lte=5, product__isnull=False
                )
                | (~Q(kind=CertificateKind.OCOP) & Q(stars__isnull=True)),
                name="certificate_only_ocop_has_stars",
            ),
        ]

    def __str__(self) -> str:
        stars = f" {self.stars} ★" if self.stars else ""
        return f"{self.get_kind_display()}{stars} · {self.number}"


from oscar.apps.catalogue.models import *  # noqa: E402, F403
