"""Tables of the shop that belong to no Oscar app."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from marketplace.kernel.appendonly import AppendOnly


class SellerPayee(models.Model):
    """Which payee of ``payments`` a seller is: money of their parcels goes there."""

    seller = models.OneToOneField(
        "partner.Partner",
        on_delete=models.PROTECT,
        related_name="payee_link",
        verbose_name=_("seller"),
    )
    payee = models.OneToOneField(
        "payments.Payee",
        on_delete=models.PROTECT,
        related_name="seller_link",
        verbose_name=_("payee"),
    )

    class Meta:
        verbose_name = _("payee of a seller")
        verbose_name_plural = _("payees of sellers")

    def __str__(self) -> str:
        return str(self.seller_id)


class PolicyVersion(AppendOnly):
    """One text of one policy from a day on. Never edited: an order names what its buyer saw."""

    TERMS = "terms"
    RETURNS = "returns"
    PRIVACY = "privacy"
    DELIVERY = "delivery"
    RANKING = "ranking"
    KINDS = [
        (TERMS, _("Terms of sale")),
        (RETURNS, _("Returns and refunds")),
        (PRIVACY, _("How we keep your data")),
        (DELIVERY, _("Delivery")),
        (RANKING, _("How results are ordered")),
    ]

    kind = models.CharField(_("policy"), max_length=16, choices=KINDS)
    version = models.PositiveSmallIntegerField(_("version"))
    valid_from = models.DateField(_("valid from"))
    body = models.JSONField(_("text by language"))
    created_at = models.DateTimeField(_("written"), auto_now_add=True)

    class Meta:
        ordering = ["kind", "-version"]
        verbose_name = _("version of a policy")
        verbose_name_plural = _("versions of policies")
        constraints = [
            models.UniqueConstraint(fields=["kind", "version"], name="policy_version_once")
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.version}"

    def text(self, language: str) -> str:
        """Return the text in ``language``, or in Vietnamese where it was not translated."""
        return str(self.body.get(language) or self.body["vi"])
