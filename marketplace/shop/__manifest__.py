"""Shop: Oscar's forks that sell."""

from marketplace.kernel.manifest import Manifest

MANIFEST = Manifest(
    name="marketplace.shop",
    title="Shop",
    summary="Basket, checkout, orders and parcels.",
    category="shop",
    depends=("marketplace.kernel", "marketplace.base.accounts", "catalog"),
    apps=(
        "marketplace.shop.apps.ShopConfig",
        "marketplace.shop.checkout.apps.CheckoutConfig",
        "marketplace.shop.shipping.apps.ShippingConfig",
        "marketplace.shop.basket.apps.BasketConfig",
        "marketplace.shop.payment.apps.PaymentConfig",
        "marketplace.shop.order.apps.OrderConfig",
        "marketplace.shop.customer.apps.CustomerConfig",
    ),
    replaces=(
        "oscar.apps.checkout",
        "oscar.apps.shipping",
        "oscar.apps.basket",
        "oscar.apps.payment",
        "oscar.apps.order",
        "oscar.apps.customer",
    ),
)
