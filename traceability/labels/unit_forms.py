"""Cases and pallets as people ask for them, scan into them and number them."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from marketplace.base.accounts.models import User
from traceability.labels.forms import Choice, NumberField
from traceability.labels.models import LogisticUnit, UnitKind
from traceability.labels.queries import number_of
from traceability.labels.unit_queries import Scanned, scanned
from traceability.lots.models import Lot, Serial, SerialStatus
from traceability.lots.queries import lots_of
from traceability.models import Party

MOST_UNITS = 200
MOST_PACKS = 10_000

_NUMBER = {"class": "in num", "inputmode": "numeric", "autocomplete": "off"}


def _count(label: Any, most: int) -> forms.IntegerField:  # noqa: ANN401 -- a lazy or plain text
    return forms.IntegerField(
        label=label,
        min_value=1,
        max_value=most,
        widget=forms.TextInput(attrs=_NUMBER),
        error_messages={
            "required": _("Write a number."),
            "invalid": _("Write a whole number, digits only."),
            "min_value": _("At least %(limit_value)s."),
            "max_value": _("At most %(limit_value)s."),
        },
    )


class PartyForm(forms.Form):
    """A form of one of the person's parties."""

    party = forms.ModelChoiceField(
        label=_("For"), queryset=Party.objects.none(), empty_label=None, widget=Choice()
    )

    def __init__(self, user: User, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 -- as Form takes
        super().__init__(*args, **kwargs)
        own = Party.objects.filter(members=user).order_by("name", "pk")
        self.fields["party"].queryset = own  # type: ignore[attr-defined]


class NewUnitsForm(PartyForm):
    """How many empty cases or pallets."""

    kind = forms.ChoiceField(label=_("Case or pallet"), choices=UnitKind.choices, widget=Choice())
    count = _count(_("How many"), MOST_UNITS)


class PrefixForm(PartyForm):
    """The party's GS1 company prefix."""

    gs1_prefix = forms.RegexField(
        r"^\d{4,12}$",
        label=_("GS1 company prefix"),
        widget=forms.TextInput(attrs=_NUMBER),
        error_messages={
            "required": _("Write a number."),
            "invalid": _("A GS1 company prefix has 4 to 12 digits."),
        },
    )
    extension = forms.TypedChoiceField(
        label=_("Extension digit"),
        choices=[(digit, str(digit)) for digit in range(10)],
        coerce=int,
        widget=Choice(),
    )


class LotRangeForm(forms.Form):
    """Packs of a lot in a row."""

    lot = forms.ModelChoiceField(
        label=_("Lot"), queryset=Lot.objects.none(), empty_label=None, widget=Choice()
    )
    first = NumberField(_("From number"))
    last = NumberField(_("To number"))

    def __init__(self, user: User, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 -- as Form takes
        super().__init__(*args, **kwargs)
        labelled = lots_of(user).filter(label_runs__isnull=False).distinct()
        self.fields["lot"].queryset = labelled  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Find the packs."""
        cleaned = super().clean() or {}
        lot, first, last = (cleaned.get(name) for name in ("lot", "first", "last"))
        if not (lot and first and last):
            return cleaned
        numbers = number_of(lot, first), number_of(lot, last)
        if None in numbers:
            wrong = "first" if numbers[0] is None else "last"
            told = _("No label of this lot. Write its number, such as 0313, or scan it.")
            self.add_error(wrong, told)
            return cleaned
        cleaned["serials"] = self._serials(lot, int(numbers[0] or 0), int(numbers[1] or 0))
        return cleaned

    def _serials(self, lot: Lot, first: int, last: int) -> list[Serial]:
        if last < first:
            self.add_error("last", _("The last number comes before the first."))
            return []
        if last - first >= MOST_PACKS:
            told = _("At most %(limit_value)s packs at one go.")
            self.add_error("last", told % {"limit_value": MOST_PACKS})
            return []
        found = lot.serials.filter(number__range=(first, last)).exclude(status=SerialStatus.VOID)
        packs = list(found.order_by("number").select_related("lot__item__party"))
        if not packs:
            self.add_error("last", _("These numbers have no label."))
        return packs


class FillForm(LotRangeForm):
    """Packs of a lot into new cases of so many each."""

    per_case = _count(_("Packs a case"), MOST_PACKS)


class ScanForm(forms.Form):
    """Scans, one a line, into or out of a unit."""

    scans = forms.CharField(
        label=_("Scan packs or cases, one a line"),
        max_length=100_000,
        widget=forms.Textarea(
            attrs={"class": "in", "rows": 4, "autocomplete": "off", "spellcheck": "false"}
        ),
        error_messages={"required": _("Scan or write a code.")},
    )

    def __init__(self, unit: LogisticUnit, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **kwargs)
        self.unit = unit

    def clean_scans(self) -> Scanned:
        """Find what the lines name.

        Raises:
            ValidationError: a line names nothing of the party.
        """
        found = scanned(self.unit.party, self.cleaned_data["scans"].splitlines())
        if found.unknown:
            raise forms.ValidationError(
                _("Not known: %(codes)s. No label or case of yours."),
                params={"codes": ", ".join(found.unknown[:5])},
                code="unknown",
            )
        return found
