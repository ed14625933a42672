"""The back office of links and of where lots are meant to be sold."""

from typing import Any

from django import forms
from django.db.models import Model
from django.utils.translation import gettext_lazy as _
from wagtail.admin.views.generic import DeleteView
from wagtail.admin.viewsets.model import ModelViewSet

from marketplace.kernel.errors import DomainError
from traceability import conf
from traceability.back_office import NewView
from traceability.resolver.core.link_types import LINK_TYPES
from traceability.resolver.link_actions import LinkDraft, add_link, remove_link
from traceability.resolver.models import Destination, Link


class LinkForm(forms.ModelForm[Link]):
    """A link of any GS1 key; checked by the action that adds it."""

    anchor = forms.CharField(
        label=_("Code as a path"), max_length=200, help_text="/01/09520600012353/10/A3"
    )
    link_type = forms.ChoiceField(
        label=_("what it shows"), choices=[(one, f"gs1:{one}") for one in sorted(LINK_TYPES)]
    )
    languages = forms.MultipleChoiceField(
        label=_("languages"), required=False, widget=forms.CheckboxSelectMultiple
    )

    class Meta:
        model = Link
        fields = ("anchor", "link_type", "href", "title", "languages", "media_type", "context")

    def __init__(self, *args: Any, for_user: object = None, **kwargs: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **kwargs)
        self.for_user = for_user
        self.fields["languages"].choices = [(tag, tag) for tag in conf.languages()]  # type: ignore[attr-defined]

    def draft(self) -> LinkDraft:
        """Return what was typed."""
        data = dict(self.cleaned_data)
        return LinkDraft(**data | {"languages": tuple(data["languages"])})


class NewLinkView(NewView):
    """Adds a link through the action; what it refuses is shown in the form."""

    def form_valid(self, form: LinkForm) -> Any:  # noqa: ANN401 -- as Wagtail's
        """Add it, or show why not."""
        try:
            self.added = add_link(draft=form.draft(), acting_user=self.request.user)
        except DomainError as error:
            form.add_error(None, error.title())
            return self.form_invalid(form)
        return super().form_valid(form)

    def save_instance(self) -> Model:
        """Return what the action made."""
        return self.added


class GoneLinkView(DeleteView):
    """Takes a link away through the action."""

    def delete_action(self) -> None:
        """Remove and record."""
        remove_link(link=self.object, acting_user=self.request.user)


class LinkViewSet(ModelViewSet):
    """Where codes lead besides our own pages."""

    model = Link
    icon = "link"
    menu_label = _("Links of codes")
    url_prefix = "lien-ket"
    copy_view_enabled = False
    add_view_class = NewLinkView
    delete_view_class = GoneLinkView
    form_fields = ("anchor", "link_type", "href", "title", "languages", "media_type", "context")
    get_form_class = lambda self, for_update=False: LinkForm  # noqa: E731, ARG005
    list_display = ("anchor", "link_type", "title", "href", "party")
    list_filter = ("link_type", "level")
    search_fields = ("anchor", "title", "href")
    list_select_related = ("party",)


class DestinationViewSet(ModelViewSet):
    """Where lots are meant to be sold: scans elsewhere give points."""

    model = Destination
    icon = "globe"
    menu_label = _("Destinations of lots")
    url_prefix = "noi-ban"
    copy_view_enabled = False
    add_view_class = NewView
    form_fields = ("lot", "area")
    list_display = ("lot", "area")
    list_select_related = ("lot",)
