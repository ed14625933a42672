"""What a party types about its links."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from marketplace.base.accounts.models import User
from traceability import conf
from traceability.gs1.digital_link import escape
from traceability.lots.models import Lot, TradeItem
from traceability.models import Party, Place
from traceability.resolver.link_actions import LinkDraft

KINDS = (
    ("instructions", _("How to cook or use it")),
    ("recipeInfo", _("A recipe")),
    ("quickStartGuide", _("A short guide")),
    ("consumerHandlingStorageInfo", _("How to keep it")),
    ("nutritionalInfo", _("What is in it: nutrition")),
    ("certificationInfo", _("Certificates")),
    ("sustainabilityInfo", _("How it is grown")),
    ("relatedVideo", _("A video")),
    ("homepage", _("Your own page")),
    ("socialMedia", _("Facebook, Zalo, YouTube")),
    ("support", _("Help after buying")),
    ("locationInfo", _("How to get there")),
)
"""The types that farms and mills have something for; staff may use all."""

_NAMES = {"vi": "Tiếng Việt", "en": "English", "km": "ភាសាខ្មែរ"}
_MOST_LOTS = 50


class PartyLinkForm(forms.Form):
    """A link of one of the party's own codes."""

    anchor = forms.ChoiceField(label=_("On which code"))
    link_type = forms.ChoiceField(label=_("What it shows"), choices=KINDS)
    href = forms.CharField(
        label=_("Address"), max_length=500, widget=forms.TextInput({"inputmode": "url"})
    )
    title = forms.CharField(label=_("Words before it is opened"), max_length=120)
    language = forms.ChoiceField(label=_("Its language"), required=False)

    def __init__(self, user: User, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 -- as Django's
        super().__init__(*args, **kwargs)
        self.parties = list(Party.objects.filter(members=user).order_by("pk"))
        self.codes = codes_of(self.parties)
        choices = [(path, name) for path, (name, _party) in self.codes.items()]
        self.fields["anchor"].choices = choices  # type: ignore[attr-defined]
        tags = [(tag, _NAMES.get(tag, tag)) for tag in conf.languages()]
        self.fields["language"].choices = [("", _("any")), *tags]  # type: ignore[attr-defined]
        for name, field in self.fields.items():
            css = "in sel" if name in {"anchor", "link_type", "language"} else "in"
            field.widget.attrs.setdefault("class", css)

    def draft(self) -> LinkDraft:
        """Return what was typed."""
        data = self.cleaned_data
        language = data["language"]
        return LinkDraft(
            anchor=data["anchor"],
            link_type=data["link_type"],
            href=data["href"],
            title=data["title"],
            languages=(language,) if language else (),
            media_type="",
        )

    def party(self) -> Party:
        """Return whose code was chosen."""
        return self.codes[self.cleaned_data["anchor"]][1]


def codes_of(parties: list[Party]) -> dict[str, tuple[str, Party]]:
    """Return the codes of parties that GS1 knows: products, lots, places and the parties."""
    found: dict[str, tuple[str, Party]] = {}
    items = TradeItem.objects.filter(party__in=parties, gtin14__isnull=False)
    for item in items.select_related("party"):
        found[f"/01/{item.gtin14}"] = (str(item), item.party)
    lots = Lot.objects.filter(item__in=items).select_related("item__party")
    for lot in lots.order_by("-created_at")[:_MOST_LOTS]:
        path = f"/01/{lot.item.gtin14}/10/{escape(lot.code, in_query=False)}"
        found[path] = (f"{lot.item} {lot.code}", lot.item.party)
    for place in Place.objects.filter(party__in=parties, gln__isnull=False).select_related("party"):
        extension = f"/254/{escape(place.gln_extension, in_query=False)}"
        path = f"/414/{place.gln}{extension if place.gln_extension else ''}"
        found[path] = (place.name, place.party)
    for party in parties:
        if party.gln:
            found[f"/417/{party.gln}"] = (party.name, party)
    return found
