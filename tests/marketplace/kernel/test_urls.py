import pytest
from django.http import HttpRequest, HttpResponse
from django.urls import ResolverMatch, resolve
from django.utils.module_loading import import_string
from django.views.generic import TemplateView

from marketplace.kernel import installed, urls


def match(view: object, route: str = "x/") -> ResolverMatch:
    return ResolverMatch(view, (), {}, route=route)  # type: ignore[arg-type]


def test_every_page_a_module_mounts_is_known_as_its_own() -> None:
    mounted = {
        module
        for module, urlconf in installed.assembly().urls
        if import_string(f"{urlconf}.urlpatterns")
    }

    assert mounted
    assert set(urls._owners().values()) == mounted


def test_mounted_page_belongs_to_its_module_when_resolved(monkeypatch: pytest.MonkeyPatch) -> None:
    def view(_request: HttpRequest) -> HttpResponse:
        return HttpResponse()

    monkeypatch.setattr(urls, "_owners", lambda: {("x/", view): "payments"})

    assert urls.module_of(match(view)) == "payments"
    assert urls.module_of(match(view, "y/")) is None


def test_class_based_view_belongs_to_the_module_its_code_is_in() -> None:
    class Page(TemplateView):
        __module__ = "marketplace.shop.views"

    assert urls.module_of(match(Page.as_view())) == "marketplace.shop"


def test_page_of_the_back_office_belongs_to_nobody() -> None:
    assert urls.module_of(resolve("/quan-tri/")) is None
