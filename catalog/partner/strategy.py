"""Oscar's strategy for this shop: one stock record a product, prices with tax, in whole đồng.

Oscar looks this module up by name (``get_class("partner.strategy", "Selector")``). Its default
picks ``stockrecords.all()[0]`` without an order and with one query a product; here a basket line
brings its own record.
"""

from typing import TYPE_CHECKING

from oscar.apps.partner import availability, strategy

if TYPE_CHECKING:
    from django.http import HttpRequest

    from catalog.models import Product
    from catalog.partner.models import StockRecord


class ShopStrategy(strategy.UseFirstStockRecord, strategy.NoTax, strategy.Structured):
    """Prices include tax; what buyers may not see is unavailable."""

    def fetch_for_line(self, line: object, stockrecord: object = None) -> object:  # noqa: ARG002
        """Return the purchase info of a basket line from the record it already holds."""
        return self.fetch_for_product(line.product, stockrecord=line.stockrecord)  # type: ignore[attr-defined]

    def availability_policy(self, product: "Product", stockrecord: "StockRecord | None") -> object:
        """Return whether the product can be bought, and how many."""
        if stockrecord is None or not product.is_public:
            return availability.Unavailable()
        return availability.StockRequired(stockrecord.net_stock_level)


class Selector(strategy.Selector):
    """Everyone gets the same prices."""

    def strategy(
        self,
        request: "HttpRequest | None" = None,
        user: object = None,  # noqa: ARG002
        **_: object,
    ) -> ShopStrategy:
        """Return the strategy of this request."""
        return ShopStrategy(request)
