"""What goods are to the tax office: by category, and of single products where that is wrong."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from marketplace.kernel.appendonly import AppendOnly
from marketplace.modules.shop_tax.core.classing import Nature
from payments.tax.models import CLASSES

NATURES = [
    (Nature.UNPROCESSED.value, _("unprocessed produce")),
    (Nature.PROCESSED.value, _("processed goods")),
    (Nature.SERVICE.value, _("service")),
    (Nature.OTHER.value, _("other business")),
]


class Written(AppendOnly):
    """What an officer wrote, from a day on, with the reason; the latest before a sale counts."""

    reason = models.CharField(_("reason"), max_length=200)
    valid_from = models.DateField(_("valid from"))
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    created_at = models.DateTimeField(_("created"))

    class Meta:
        abstract = True
        ordering = ("-valid_from", "-pk")


class CategoryNature(Written):
    """What the goods of a category, and of those below it, are."""

    category = models.ForeignKey(
        "catalogue.Category", models.PROTECT, verbose_name=_("category"), related_name="natures"
    )
    nature = models.CharField(_("nature"), max_length=12, choices=NATURES)

    class Meta(Written.Meta):
        verbose_name = _("nature of a category's goods")
        verbose_name_plural = _("natures of categories' goods")

    def __str__(self) -> str:
        return f"{self.category_id} {self.nature}"


class ProductClass(Written):
    """The class of one product of one seller: it comes before its category's nature."""

    product = models.ForeignKey(
        "catalogue.Product", models.PROTECT, verbose_name=_("product"), related_name="tax_classes"
    )
    tax_class = models.CharField(_("class"), max_length=16, choices=CLASSES)

    class Meta(Written.Meta):
        verbose_name = _("class of a product")
        verbose_name_plural = _("classes of products")

    def __str__(self) -> str:
        return f"{self.product_id} {self.tax_class}"
