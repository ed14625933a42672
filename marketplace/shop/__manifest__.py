"""The shop's manifest."""

from marketplace.kernel.manifest import Manifest

MANIFEST = Manifest(
    name="marketplace.shop",
    title="Shop",
    summary="Basket, checkout on one page, orders with one parcel per seller, paid afterwards.",
    category="Selling",
    version="0.1.0",
    application=True,
    depends=(
        "marketplace.kernel",
        "marketplace.base.accounts",
        "marketplace.base.notices",
        "marketplace.base.places",
        "marketplace.base.words",
        "catalog",
        "payments",
    ),
    apps=(
        "marketplace.shop.apps.ShopConfig",
        "marketplace.shop.checkout.apps.CheckoutConfig",
        "marketplace.shop.shipping.apps.ShippingConfig",
        "marketplace.shop.basket.apps.BasketConfig",
        "marketplace.shop.payment.apps.PaymentConfig",
        "oscar.apps.offer.apps.OfferConfig",
        "marketplace.shop.order.apps.OrderConfig",
        "marketplace.shop.customer.apps.CustomerConfig",
        "oscar.apps.voucher.apps.VoucherConfig",
        "oscar.apps.communication.apps.CommunicationConfig",
    ),
    replaces=(
        "oscar.apps.checkout",
        "oscar.apps.shipping",
        "oscar.apps.basket",
        "oscar.apps.payment",
        "oscar.apps.order",
        "oscar.apps.customer",
    ),
    urls="marketplace.shop.urls",
    middleware=("marketplace.shop.basket.middleware.BasketMiddleware",),
    settings={
        # How long an unpaid order holds its goods, in minutes.
        "SHOP_HOLD_MINUTES": 60,
    },
)
