"""What changes the storefront."""

from django.conf import settings
from django.db import transaction
from wagtail.models import Locale, Page, Site

from marketplace.kernel.audit import record
from marketplace.modules.storefront.models import HomePage, HomeText

FIRST_WORDS = {
    "vi": (
        "Nông sản Sóc\u00a0Trăng, mua\u00a0tận\u00a0gốc.",
        "Quét mã trên bao là biết ai trồng, gặt ngày nào, đi qua đâu.",
    ),
    "en": (
        "Sóc\u00a0Trăng farm goods, from those who grow them.",
        "Scan the code on a pack to see who grew it, when, and which way it came.",
    ),
}
"""Headline and introduction of a new shop, by language; staff change them in the back office."""

FIRST_SECTIONS = ("home.categories", "home.harvest", "home.season", "home.trust")


def ensure_home() -> HomePage:
    """Return the home page; make it, and the site that shows it, where there is none.

    Runs after every migration, so it never touches a home page that exists.
    """
    existing: HomePage | None = HomePage.objects.first()
    if existing is not None:
        return existing
    with transaction.atomic():
        root = _root()
        _remove_welcome_page(root)
        home = HomePage(title=settings.SITE_NAME, slug="home", locale=_locale())
        home.sections = [("section", name) for name in FIRST_SECTIONS]
        home.texts = [
            HomeText(language=language, headline=headline, intro=intro)
            for language, (headline, intro) in FIRST_WORDS.items()
        ]
        root.add_child(instance=home)
        Site.objects.update_or_create(
            is_default_site=True,
            defaults={"hostname": "localhost", "root_page": home, "site_name": settings.SITE_NAME},
        )
        record("home.made", subject=home)
    return home


def _locale() -> Locale:
    locale, _made = Locale.objects.get_or_create(language_code=settings.LANGUAGE_CODE)
    return locale


def _root() -> Page:
    locale = _locale()
    return Page.get_first_root_node() or Page.add_root(title="Root", slug="root", locale=locale)


def _remove_welcome_page(root: Page) -> None:
    """Take away the page that Wagtail's own migrations put there; it says nothing of ours."""
    for page in root.get_children().filter(slug="home"):
        if page.specific_class is Page:
            page.delete()
