"""What people type about their places, codes and seasons."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from marketplace.base.accounts.models import User
from marketplace.base.places.forms import WardField
from marketplace.base.places.models import AdminUnit
from marketplace.kernel.clock import now
from traceability.actions import PlaceDraft
from traceability.core.outline_reading import MOST_CHARACTERS
from traceability.identifiers import IdentifierDraft
from traceability.lots.forms import day_field
from traceability.lots.queries import parties_of
from traceability.models import IdentifierScheme, Party, Place, PlaceKind, Season, SeasonKind
from traceability.seasons import SeasonDraft

_FOLLOW, _END = "follow", "end"


def dress(form: forms.Form) -> None:
    """Give controls the theme's look."""
    for field in form.fields.values():
        field.error_messages["required"] = _("Fill this in.")
        if isinstance(field.widget, forms.TextInput | forms.Textarea | forms.Select):
            field.widget.attrs.setdefault("class", "in")


def ward_code(ward: AdminUnit | None, kept: str) -> str:
    """Return the chosen commune's code; without a choice the one that was written before."""
    return ward.code if ward else kept


class PlaceForm(forms.Form):
    """A field, pond, mill or store."""

    party = forms.ModelChoiceField(
        label=_("Whose place"), queryset=Party.objects.none(), empty_label=None
    )
    kind = forms.ChoiceField(label=_("What it is"), choices=PlaceKind.choices)
    name = forms.CharField(label=_("Name"), max_length=120)
    locality = forms.CharField(label=_("Place name on the route"), max_length=60, required=False)
    ward = WardField(label=_("Commune or ward"), required=False)
    area_m2 = forms.IntegerField(
        label=_("Area in m²"), min_value=1, max_value=100_000_000, required=False
    )
    code = forms.CharField(label=_("Your own code for it"), max_length=40, required=False)
    valid_from = day_field(_("Used from"), required=False)
    valid_to = day_field(_("Used until"), required=False)

    def __init__(self, user: User, place: Place | None, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **kwargs)
        self.place = place
        parties = parties_of(user)
        self.fields["party"].queryset = parties  # type: ignore[attr-defined]
        self.fields["party"].initial = parties.first()
        if place is not None:
            del self.fields["party"]
            for name in ("kind", "name", "locality", "area_m2", "code", "valid_from", "valid_to"):
                self.fields[name].initial = getattr(place, name)
            self.fields["ward"].initial = place.place_code or None
        dress(self)

    def clean(self) -> dict[str, Any]:
        """Refuse days that are not in order."""
        data = super().clean() or {}
        first, last = data.get("valid_from"), data.get("valid_to")
        if first and last and last < first:
            self.add_error("valid_to", _("This day comes after the first one."))
        return data

    def draft(self) -> PlaceDraft:
        """Return the place that was typed; its GLN stays what it is."""
        data, kept = self.cleaned_data, self.place
        return PlaceDraft(
            kind=data["kind"],
            name=data["name"],
            code=data["code"],
            gln=kept.gln if kept else None,
            gln_extension=kept.gln_extension if kept else "",
            locality=data["locality"],
            place_code=ward_code(data["ward"], kept.place_code if kept else ""),
            area_m2=data["area_m2"],
            valid_from=data["valid_from"],
            valid_to=data["valid_to"],
        )


class OutlineForm(forms.Form):
    """The outline of a place: corners that were walked, or a file from a map."""

    text = forms.CharField(
        label=_("Corners, one a line: latitude, longitude"),
        max_length=MOST_CHARACTERS,
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 8, "autocomplete": "off", "spellcheck": "false"}),
    )
    file = forms.FileField(
        label=_("Or a file: GeoJSON or KML"),
        required=False,
        widget=forms.FileInput(attrs={"accept": ".geojson,.json,.kml"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **kwargs)
        dress(self)

    def clean_file(self) -> str:
        """Return the file's text.

        Raises:
            ValidationError: it is too big, or no text.
        """
        file: UploadedFile[bytes] | None = self.cleaned_data["file"]
        if file is None:
            return ""
        if (file.size or 0) > MOST_CHARACTERS:
            raise ValidationError(_("This file is bigger than a map of one place can be."))
        try:
            return str(file.read(), "utf-8-sig")
        except UnicodeDecodeError as error:
            raise ValidationError(_("This file is no GeoJSON and no KML.")) from error

    @property
    def outline(self) -> str:
        """Return what was drawn; a file counts before what was typed."""
        return str(self.cleaned_data.get("file") or self.cleaned_data.get("text") or "")


class SeasonForm(forms.Form):
    """What grows, from a day to a day."""

    kind = forms.ChoiceField(label=_("What grows"), choices=SeasonKind.choices)
    variety = forms.CharField(label=_("Variety or species"), max_length=60, required=False)
    starts_on = day_field(_("First day"))
    ends_on = day_field(_("Last day"), required=False)

    def __init__(self, season: Season | None, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **kwargs)
        self.fields["starts_on"].initial = timezone.localdate(now())
        if season is not None:
            for name in self.fields:
                self.fields[name].initial = getattr(season, name)
        dress(self)

    def draft(self) -> SeasonDraft:
        """Return the season that was typed."""
        return SeasonDraft(**self.cleaned_data)


class CodeForm(forms.Form):
    """A code that somebody issued."""

    scheme = forms.ChoiceField(label=_("Kind of code"), choices=IdentifierScheme.choices)
    value = forms.CharField(label=_("Code"), max_length=60)
    extension = forms.CharField(label=_("GLN extension"), max_length=20, required=False)
    issuer = forms.CharField(label=_("Issued by"), max_length=120, required=False)
    valid_from = day_field(_("Valid from"), required=False)
    valid_to = day_field(_("Valid to"), required=False)

    def __init__(self, owner: Party | Place, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **kwargs)
        if isinstance(owner, Party):
            del self.fields["extension"]
        dress(self)

    def draft(self) -> IdentifierDraft:
        """Return the code that was typed."""
        return IdentifierDraft(**self.cleaned_data)


class FollowForm(forms.Form):
    """What becomes of a code: another follows it, or it just ends."""

    what = forms.ChoiceField(
        label=_("What happened to the code"),
        choices=[(_FOLLOW, _("another code follows it")), (_END, _("it ends"))],
        initial=_FOLLOW,
        widget=forms.RadioSelect,
    )
    value = forms.CharField(label=_("New code"), max_length=60, required=False)
    extension = forms.CharField(label=_("GLN extension"), max_length=20, required=False)
    issuer = forms.CharField(label=_("Issued by"), max_length=120, required=False)
    day = day_field(_("First day of the new code, or last day of the old one"))

    def __init__(self, scheme: str, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **kwargs)
        self.scheme = scheme
        self.fields["day"].initial = timezone.localdate(now())
        if scheme != IdentifierScheme.GLN:
            del self.fields["extension"]
        dress(self)

    def clean(self) -> dict[str, Any]:
        """Ask for the new code where one follows."""
        data = super().clean() or {}
        if data.get("what") == _FOLLOW and not data.get("value") and "value" not in self.errors:
            self.add_error("value", _("Fill this in."))
        return data

    @property
    def ends(self) -> bool:
        """Say whether no other code follows."""
        return bool(self.cleaned_data["what"] == _END)

    def draft(self) -> IdentifierDraft:
        """Return the new code."""
        data = self.cleaned_data
        return IdentifierDraft(
            scheme=self.scheme,
            value=data["value"],
            extension=data.get("extension", ""),
            issuer=data["issuer"],
            valid_from=data["day"],
        )


class PartyForm(forms.Form):
    """Where a party is: what stands on labels and what buyers read."""

    address = forms.CharField(label=_("Address"), max_length=240)
    ward = WardField(label=_("Commune or ward"), required=False)

    def __init__(self, party: Party, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **kwargs)
        self.fields["address"].initial = party.address
        self.fields["ward"].initial = party.place_code or None
        dress(self)
