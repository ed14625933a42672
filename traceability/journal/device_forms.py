"""What people type about devices."""

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from traceability.journal.core.measures import MEASURES
from traceability.journal.devices import DeviceDraft
from traceability.journal.models import DeviceKind, Limit, Span
from traceability.journal.words import field_label
from traceability.lots.amounts import AmountField
from traceability.models import Party, Place

Pair = tuple[Decimal | None, Decimal | None]


class DeviceForm(forms.Form):
    """A device to be added."""

    name = forms.CharField(label=_("Name of the device"), max_length=60)
    place = forms.ModelChoiceField(
        label=_("Where"), queryset=Place.objects.none(), empty_label=None
    )
    kind = forms.ChoiceField(label=_("Kind of device"), choices=DeviceKind.choices)
    span = forms.ChoiceField(
        label=_("One entry for"), choices=Span.choices, initial=Span.DAY, widget=forms.RadioSelect
    )

    def __init__(self, party: Party, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 -- Django's own
        super().__init__(*args, **kwargs)
        self.fields["place"].queryset = party.places.all()  # type: ignore[attr-defined]
        for name, field in self.fields.items():
            field.error_messages["required"] = str(_("Fill this in."))
            if name != "span":
                field.widget.attrs["class"] = "in"

    def draft(self) -> DeviceDraft:
        """Return the device."""
        return DeviceDraft(**self.cleaned_data)


class LimitsForm(forms.Form):
    """Between which values measures should stay at a place."""

    def __init__(self, place: Place, measures: list[str], *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 -- Django's own
        super().__init__(*args, **kwargs)
        self.measures = measures
        there = {one.measure: one for one in Limit.objects.filter(place=place)}
        for code in measures:
            one = there.get(code)
            for side, told in (("low", _("at least")), ("high", _("at most"))):
                self.fields[f"{code}_{side}"] = _bound(code, str(told), one, side)

    def clean(self) -> dict[str, Any]:
        """Refuse limits in the wrong order."""
        data = super().clean() or {}
        for code in self.measures:
            low, high = data.get(f"{code}_low"), data.get(f"{code}_high")
            if low is not None and high is not None and low >= high:
                self.add_error(f"{code}_high", _("This is below the other limit."))
        return data

    def limits(self) -> dict[str, Pair]:
        """Return the limits by measure."""
        data = self.cleaned_data
        return {code: (data[f"{code}_low"], data[f"{code}_high"]) for code in self.measures}


def _bound(code: str, side: str, there: Limit | None, name: str) -> forms.Field:
    measure = MEASURES[code]
    field = AmountField(
        label=f"{field_label(code, measure.unit)}, {side}",
        min_value=measure.low,
        max_value=measure.high,
        decimal_places=4,
        required=False,
        initial=_shown(getattr(there, name)) if there else None,
    )
    field.widget.attrs.update({"class": "in", "autocomplete": "off"})
    return field


def _shown(value: Decimal | None) -> str | None:
    """Return a number as people type it here."""
    return None if value is None else f"{value.normalize():f}".replace(".", ",")
