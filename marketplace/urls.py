"""The site's URLs: Wagtail's admin, then its pages last, so that every module is asked before."""

from django.urls import include, path
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls

from marketplace.kernel.urls import module_urlpatterns

urlpatterns = [
    path("quan-tri/", include(wagtailadmin_urls)),
    *module_urlpatterns(),
    path("", include(wagtail_urls)),
]
