"""The home page: words per language, and sections in the order staff want."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.http import HttpRequest
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, InlinePanel
from wagtail.fields import StreamField
from wagtail.models import Page

from marketplace.modules.storefront.blocks import section_block


class HomePage(Page):
    """The page at ``/``."""

    sections = StreamField(
        [("section", section_block())], blank=True, verbose_name=_("sections"), use_json_field=True
    )

    template = "home/home.html"
    parent_page_types: ClassVar[list[str]] = ["wagtailcore.Page"]
    subpage_types: ClassVar[list[str]] = []
    max_count = 1
    content_panels = [
        *Page.content_panels,
        InlinePanel("texts", label=_("Words"), min_num=1, max_num=len(settings.LANGUAGES)),
        FieldPanel("sections"),
    ]

    class Meta:
        verbose_name = _("home page")

    def get_context(
        self, request: HttpRequest, *args: object, **kwargs: object
    ) -> dict[str, object]:
        """Add the words of the language in force."""
        context: dict[str, object] = super().get_context(request, *args, **kwargs)
        return {**context, "words": self.words()}

    def words(self) -> "HomeText | None":
        """Return the words of the language in force, else the Vietnamese ones."""
        by_language = {text.language: text for text in self.texts.all()}
        return by_language.get(get_language() or "") or by_language.get(settings.LANGUAGE_CODE)


class HomeText(models.Model):
    """What the home page says in one language."""

    page = ParentalKey(HomePage, on_delete=models.CASCADE, related_name="texts")
    language = models.CharField(_("language"), max_length=8, choices=settings.LANGUAGES)
    headline = models.CharField(_("headline"), max_length=80)
    intro = models.CharField(_("introduction"), max_length=200, blank=True)

    panels = [FieldPanel("language"), FieldPanel("headline"), FieldPanel("intro")]

    class Meta:
        verbose_name = _("words of the home page")
        verbose_name_plural = _("words of the home page")
        constraints = [
            models.UniqueConstraint(fields=["page", "language"], name="home_text_once_a_language")
        ]

    def __str__(self) -> str:
        return f"{self.language}: {self.headline}"
