"""Ranges, counts and ways to print as people type them."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from traceability import conf
from traceability.labels.core.layout import LabelError, LabelTooSmallError
from traceability.labels.core.output import LEAST_SIDE, MOST_GAP, MOST_SIDE, Output
from traceability.labels.core.sheet import layout_for
from traceability.labels.core.zpl import require_room
from traceability.labels.queries import number_of
from traceability.labels.sample import modules_like
from traceability.lots.models import Lot

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

MOST_AT_ONCE = 100_000
"""A hundred files; the first is ready after seconds."""

_NUMBER = {"class": "in num", "inputmode": "numeric", "autocomplete": "off"}
_CODE = {
    "class": "in",
    "autocomplete": "off",
    "autocapitalize": "characters",
    "spellcheck": "false",
}


class Choice(forms.Select):
    """A native select in the theme's look."""

    def __init__(self) -> None:
        super().__init__(attrs={"class": "in"})


def _whole(label: "str | _StrPromise", least: int, most: int) -> forms.IntegerField:
    """Return a field for a whole number that may be left empty: it is as by default then."""
    return forms.IntegerField(
        label=label,
        required=False,
        min_value=least,
        max_value=most,
        widget=forms.TextInput(attrs=_NUMBER),
        error_messages={
            "invalid": _("Write a whole number, digits only."),
            "min_value": _("At least %(limit_value)s."),
            "max_value": _("At most %(limit_value)s."),
        },
    )


class LotForm(forms.Form):
    """A form about the labels of one lot."""

    def __init__(self, lot: Lot, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 -- as Form takes
        super().__init__(*args, **kwargs)
        self.lot = lot


class OutputForm(LotForm):
    """How labels come out; what is left empty is as by default."""

    MEDIA = (
        ("sheet", _("A4 sheets (PDF)")),
        ("roll", _("Label roll (PDF, one label a page)")),
        ("zpl", _("Zebra label printer (ZPL)")),
        ("svg", _("Pictures for a print shop (SVG)")),
    )
    STOCKS = (
        ("plain", _("Plain paper, to cut")),
        ("70x37", _("Label sheet, 24 of 70 × 37 mm")),
        ("63x38", _("Label sheet, 21 of 63.5 × 38.1 mm")),
        ("99x38", _("Label sheet, 14 of 99.1 × 38.1 mm")),
        ("99x68", _("Label sheet, 8 of 99.1 × 67.7 mm")),
    )
    DENSITIES = ((203, "203 dpi"), (300, "300 dpi"))

    medium = forms.ChoiceField(label=_("Print on"), choices=MEDIA, required=False, widget=Choice())
    stock = forms.ChoiceField(label=_("Paper"), choices=STOCKS, required=False, widget=Choice())
    skip = _whole(_("Labels gone from the first sheet"), 0, 100)
    width = _whole(_("Label width in mm"), LEAST_SIDE, MOST_SIDE)
    height = _whole(_("Label height in mm"), LEAST_SIDE, MOST_SIDE)
    gap = _whole(_("Gap on an endless roll, in mm"), 0, MOST_GAP)
    dpi = forms.TypedChoiceField(
        label=_("Printer"), choices=DENSITIES, coerce=int, required=False, widget=Choice()
    )

    def clean(self) -> dict[str, Any]:
        """Refuse labels that the lot's code does not fit on."""
        cleaned = super().clean() or {}
        if not self.errors:
            self._check_room(self.output())
        return cleaned

    def output(self) -> Output:
        """Return the settings that were chosen."""
        named = ("medium", "stock", "skip", "width", "height", "gap", "dpi")
        chosen = {name: self.cleaned_data.get(name) for name in named}
        return Output.from_json({k: v for k, v in chosen.items() if v not in {None, ""}})

    def _check_room(self, output: Output) -> None:
        field = "stock" if output.medium == "sheet" else "width"
        modules = modules_like(self.lot)
        try:
            if output.skip >= _places(output, modules):
                self.add_error("skip", _("The first sheet has fewer labels than that."))
            if output.medium == "zpl":
                require_room(output, modules)
        except LabelTooSmallError as error:
            told = _("Too small: code and words need %(width)s × %(height)s mm at least.")
            size = {
                "width": round(error.least_width + 0.5),
                "height": round(error.least_height + 0.5),
            }
            self.add_error(field, told % size)
        except LabelError:
            self.add_error(field, _("The code does not fit on these labels."))


def _places(output: Output, modules: int) -> int:
    """Return how many labels the first page takes; only A4 sheets are begun in the middle."""
    places = layout_for(modules, output).per_page
    return places if output.medium == "sheet" else output.skip + 1


class OrderForm(OutputForm):
    """How many labels, and how; ``after`` is the last number the person saw."""

    count = forms.IntegerField(
        label=_("How many labels"),
        min_value=1,
        max_value=MOST_AT_ONCE,
        widget=forms.TextInput(attrs=_NUMBER),
        error_messages={
            "required": _("Write how many labels."),
            "invalid": _("Write a whole number, digits only."),
            "min_value": _("At least 1 label."),
            "max_value": _("At most %(limit_value)s labels at one go."),
        },
    )
    after = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    with_pin = forms.BooleanField(label=_("Print a PIN to be scratched free"), required=False)

    def __init__(self, lot: Lot, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 -- as Form takes
        super().__init__(lot, *args, **kwargs)
        if not conf.pin_secret():
            del self.fields["with_pin"]


class NumberField(forms.CharField):
    """A label's number: typed, or its code, or what a scanner reads from it."""

    def __init__(self, label: "str | _StrPromise") -> None:
        super().__init__(
            label=label,
            max_length=300,
            widget=forms.TextInput(attrs=_CODE),
            error_messages={"required": _("Write a number.")},
        )


class RangeForm(LotForm):
    """Labels in a row, by number, code or scan."""

    first = NumberField(_("From number"))
    last = NumberField(_("To number"))

    def clean_first(self) -> int:
        """Return the number of the first label."""
        return self._number("first")

    def clean_last(self) -> int:
        """Return the number of the last label."""
        return self._number("last")

    def clean(self) -> dict[str, Any]:
        """Refuse a range that runs backwards."""
        cleaned = super().clean() or {}
        first, last = cleaned.get("first"), cleaned.get("last")
        if first and last and first > last:
            self.add_error("last", _("The last number comes before the first."))
        return cleaned

    def _number(self, name: str) -> int:
        number = number_of(self.lot, self.cleaned_data[name])
        if number is None:
            raise forms.ValidationError(
                _("No label of this lot. Write its number, such as 0313, or scan it."), code="label"
            )
        if number < 1:
            raise forms.ValidationError(_("Numbers begin with 0001."), code="label")
        return number


class ReasonForm(RangeForm):
    """Labels in a row and why; words are needed where no ready reason fits."""

    REASONS: tuple[tuple[str, "str | _StrPromise"], ...] = ()

    reason = forms.ChoiceField(label=_("Why"), widget=Choice())
    words = forms.CharField(
        label=_("In your words"),
        max_length=120,
        required=False,
        widget=forms.TextInput(attrs={"class": "in"}),
    )

    def __init__(self, lot: Lot, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 -- as Form takes
        super().__init__(lot, *args, **kwargs)
        self.fields["reason"].choices = self.REASONS  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Ask for words where no ready reason fits."""
        cleaned = super().clean()
        if cleaned.get("reason") == "other" and not cleaned.get("words"):
            self.add_error("words", _("Write what happened."))
        return cleaned

    @property
    def reason_words(self) -> str:
        """Return the reason as it is kept."""
        told = str(dict(self.REASONS)[self.cleaned_data["reason"]])
        words = str(self.cleaned_data["words"]).strip()
        if self.cleaned_data["reason"] == "other":
            return words
        return f"{told}: {words}" if words else told


class VoidForm(ReasonForm):
    """Which labels are thrown away, why, and whether the person has seen what that means."""

    REASONS = (
        ("damaged", _("Label torn or blurred")),
        ("pack", _("Pack burst or lost its vacuum")),
        ("lost", _("Labels lost")),
        ("other", _("Something else")),
    )

    confirmed = forms.BooleanField(required=False, widget=forms.HiddenInput)


class ReprintForm(ReasonForm, OutputForm):
    """Which labels are printed once more, why, and how."""

    REASONS = (
        ("jam", _("Paper jam, printing broke off")),
        ("damaged", _("Label torn or blurred")),
        ("other", _("Something else")),
    )
