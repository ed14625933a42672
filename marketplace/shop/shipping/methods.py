"""Oscar's shipping method for a basket of several sellers: the sum of each seller's delivery."""

from decimal import Decimal

from django.utils.translation import gettext as _
from oscar.apps.shipping import methods
from oscar.core.prices import Price

from marketplace.shop.planning import Plan


class PerSellerShipping(methods.Base):
    """One method for Oscar, one delivery per seller inside; the breakdown lives on the parcels."""

    code = "per-seller"

    def __init__(self, plan: Plan) -> None:
        self.plan = plan

    @property
    def name(self) -> str:
        """What Oscar writes on the order."""
        return _("Delivered by each seller")

    def calculate(self, basket: object) -> Price:  # noqa: ARG002 - the plan knows the basket
        """Return the sum of the chosen deliveries."""
        amount = Decimal(self.plan.delivery)
        return Price(currency="VND", excl_tax=amount, incl_tax=amount)
