"""The back office: what goods are to the tax office."""

from django.urls import URLPattern, path
from wagtail import hooks

from marketplace.modules.shop_tax import views


@hooks.register("register_admin_urls")
def goods_urls() -> list[URLPattern]:
    """Mount the pages below the back office: ``/quan-tri/thue/hang-hoa/``."""
    return [
        path("thue/hang-hoa/", views.goods, name="shop_tax_goods"),
        path("thue/hang-hoa/nhom/<int:pk>/", views.category_page, name="shop_tax_category"),
        path("thue/hang-hoa/<int:pk>/", views.product_page, name="shop_tax_product"),
    ]
