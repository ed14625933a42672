"""The catalogue in the back office: four lists in one menu."""

from typing import ClassVar

from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.viewsets.base import ViewSetGroup
from wagtail.admin.viewsets.model import ModelViewSet

from catalog.back_office import views
from catalog.models import Category, Certificate, Product
from catalog.partner.models import Partner


class ListOnlyViewSet(ModelViewSet):
    """Wagtail's list; adding and changing are pages of ours, deleting is not offered.

    Nothing of a catalogue is deleted: orders, lots and audits point to it.
    """

    form_fields: ClassVar[list[str]] = []
    copy_view_enabled = False
    inspect_view_enabled = False

    def get_index_view_kwargs(self, **kwargs: object) -> dict[str, object]:
        """Leave out what is not offered."""
        found = super().get_index_view_kwargs(**kwargs)
        return {**found, "delete_url_name": None, "copy_url_name": None}

    def get_urlpatterns(self) -> list[URLPattern]:
        """Mount the list and our own pages under Wagtail's names for them."""
        return [
            path("", self.index_view, name="index"),
            path("results/", self.index_results_view, name="index_results"),
            *self.pages(),
        ]

    def pages(self) -> list[URLPattern]:
        """Return the pages that change something; ``edit`` is where a row leads."""
        raise NotImplementedError


class SellerViewSet(ListOnlyViewSet):
    """Sellers, those that wait to be checked easy to find."""

    model = Partner
    name = "catalog_sellers"
    url_prefix = "nguoi-ban"
    icon = "group"
    menu_label = _("Sellers")
    list_display: ClassVar[list[str]] = ["name", "kind", "place", "state", "verified_at"]
    list_filter: ClassVar[list[str]] = ["state", "kind"]
    search_fields: ClassVar[list[str]] = ["name", "legal_name", "tax_code", "phone"]
    ordering = "name"

    def pages(self) -> list[URLPattern]:
        """Return the pages of a seller."""
        return [
            path("new/", views.seller_new, name="add"),
            path("edit/<int:pk>/", views.seller_decision, name="edit"),
            path("papers/<int:pk>/", views.seller_papers, name="papers"),
        ]


class ProductViewSet(ListOnlyViewSet):
    """Products; sellers list them, staff accept or refuse."""

    model = Product
    name = "catalog_products"
    url_prefix = "hang"
    icon = "pick"
    menu_label = _("Goods")
    list_display: ClassVar[list[str]] = ["title", "seller", "state", "date_updated"]
    list_filter: ClassVar[list[str]] = ["state"]
    search_fields: ClassVar[list[str]] = ["title"]
    ordering = "-date_updated"

    def get_index_view_kwargs(self, **kwargs: object) -> dict[str, object]:
        """Products are added by their sellers."""
        return {**super().get_index_view_kwargs(**kwargs), "add_url_name": None}

    def pages(self) -> list[URLPattern]:
        """Return the page of a product."""
        return [path("edit/<int:pk>/", views.product_decision, name="edit")]


class CertificateViewSet(ListOnlyViewSet):
    """Papers that staff have seen."""

    model = Certificate
    name = "catalog_certificates"
    url_prefix = "giay-chung-nhan"
    icon = "doc-full-inverse"
    menu_label = _("Certificates")
    list_display: ClassVar[list[str]] = [
        "__str__",
        "seller",
        "product",
        "valid_from",
        "valid_to",
    ]
    list_filter: ClassVar[list[str]] = ["kind"]
    search_fields: ClassVar[list[str]] = ["number"]
    ordering = "-valid_to"

    def pages(self) -> list[URLPattern]:
        """Return the pages of a paper."""
        return [
            path("new/", views.certificate_new, name="add"),
            path("edit/<int:pk>/", views.certificate_end, name="edit"),
        ]


class CategoryViewSet(ListOnlyViewSet):
    """The tree of categories."""

    model = Category
    name = "catalog_categories"
    url_prefix = "nhom-hang"
    icon = "list-ul"
    menu_label = _("Categories")
    list_display: ClassVar[list[str]] = ["full_name", "slug", "is_public"]
    ordering = "path"

    def pages(self) -> list[URLPattern]:
        """Return the pages of a category."""
        return [
            path("new/", views.category_new, name="add"),
            path("edit/<int:pk>/", views.category_edit, name="edit"),
        ]


class CatalogGroup(ViewSetGroup):
    """The catalogue's menu."""

    menu_label = _("Catalogue")
    menu_icon = "pick"
    menu_order = 200
    items = (SellerViewSet, ProductViewSet, CertificateViewSet, CategoryViewSet)


@hooks.register("register_admin_viewset")
def catalogue() -> CatalogGroup:
    """Put the catalogue's menu into the back office."""
    return CatalogGroup()
