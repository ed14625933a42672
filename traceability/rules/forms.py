"""What people type about papers, findings and goods."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from marketplace.base.accounts.models import User
from marketplace.base.media.forms import PhotoField
from traceability.lots.forms import day_field
from traceability.lots.models import Lot
from traceability.lots.queries import parties_of
from traceability.models import Party, Place
from traceability.places.forms import dress
from traceability.rules.actions import CertificateDraft, GoodsDraft
from traceability.rules.models import Scheme

PICTURES = (
    ("", _("No picture")),
    ("art/st25.svg", _("Rice")),
    ("art/shrimp.svg", _("Shrimp")),
    ("art/onion.svg", _("Onion")),
)


class CertificateForm(forms.Form):
    """A certificate as its paper says."""

    party = forms.ModelChoiceField(
        label=_("Whose certificate"), queryset=Party.objects.none(), empty_label=None
    )
    scheme = forms.ChoiceField(label=_("What it says"), choices=Scheme.choices)
    stars = forms.IntegerField(label=_("OCOP stars"), min_value=3, max_value=5, required=False)
    number = forms.CharField(label=_("Number on the paper"), max_length=80)
    issuer = forms.CharField(label=_("Issued by"), max_length=160)
    scope = forms.CharField(label=_("What it covers"), max_length=200, required=False)
    place = forms.ModelChoiceField(
        label=_("Only for one place"),
        queryset=Place.objects.none(),
        required=False,
        empty_label=_("Everything"),
    )
    valid_from = day_field(_("Valid from"))
    valid_to = day_field(_("Valid to"))
    check_url = forms.URLField(
        label=_("Page where anyone can check it"), required=False, assume_scheme="https"
    )
    paper = PhotoField(label=_("Photo of the paper"), required=False)

    def __init__(self, user: User, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **kwargs)
        parties = parties_of(user)
        self.fields["party"].queryset = parties  # type: ignore[attr-defined]
        self.fields["party"].initial = parties.first()
        self.fields["place"].queryset = Place.objects.filter(  # type: ignore[attr-defined]
            party__in=parties
        )
        dress(self)

    def clean(self) -> dict[str, Any]:
        """Ask for stars with OCOP only, for days in order, for a place of the party."""
        data = super().clean() or {}
        is_ocop = data.get("scheme") == Scheme.OCOP
        if is_ocop and not data.get("stars") and "stars" not in self.errors:
            self.add_error("stars", _("Fill this in."))
        if not is_ocop:
            data["stars"] = None
        first, last = data.get("valid_from"), data.get("valid_to")
        if first and last and last < first:
            self.add_error("valid_to", _("This day comes after the first one."))
        place, party = data.get("place"), data.get("party")
        if place and party and place.party_id != party.pk:
            self.add_error("place", _("This place belongs to another party of yours."))
        return data

    def draft(self) -> CertificateDraft:
        """Return the certificate that was typed."""
        data = self.cleaned_data
        names = ("scheme", "number", "issuer", "valid_from", "valid_to", "stars", "scope", "place")
        return CertificateDraft(**{name: data[name] for name in names}, check_url=data["check_url"])


class ExplainForm(forms.Form):
    """What happened, in the party's own words."""

    reason = forms.CharField(
        label=_("What happened"), max_length=300, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **kwargs)
        dress(self)


class GoodsForm(forms.Form):
    """What the law wants told of goods and of one lot of them."""

    gtin = forms.CharField(label="GTIN", max_length=18, required=False)
    picture = forms.ChoiceField(label=_("Picture of the goods"), choices=PICTURES, required=False)
    best_before = day_field(_("Best before"), required=False)
    warning = forms.CharField(
        label=_("Safety warning"),
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    needs_no_warning = forms.BooleanField(label=_("It needs no safety warning"), required=False)

    def __init__(self, lot: Lot, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **kwargs)
        if lot.item.gtin14:
            del self.fields["gtin"]
        if lot.best_before:
            del self.fields["best_before"]
        dress(self)

    def draft(self) -> GoodsDraft:
        """Return what was typed."""
        data = self.cleaned_data
        gtin = "".join(data.get("gtin", "").split())
        return GoodsDraft(
            gtin14=gtin.zfill(14) if gtin else "",
            picture=data["picture"],
            warning=data["warning"],
            needs_no_warning=data["needs_no_warning"],
        )
