"""What people type about lots, in the units they think in."""

from decimal import Decimal
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from marketplace.base.accounts.models import User
from marketplace.base.words import formats
from marketplace.base.words.phone import PhoneError, normalise_phone
from marketplace.kernel.clock import now
from traceability.lots.actions import ItemDraft, LotDraft
from traceability.lots.amounts import AmountField
from traceability.lots.models import (
    RecallOutcome,
    Storage,
    TradeItem,
    validate_lot_code,
)
from traceability.lots.queries import items_of, next_lot_code, parties_of
from traceability.models import Party

GRAMS = 1000
_NEW = ""
_NUMBER = {"inputmode": "numeric", "autocomplete": "off"}
_DECIMAL = {"autocomplete": "off"}


def day_field(label: Any, *, required: bool = True) -> forms.DateField:  # noqa: ANN401 -- lazy text
    """Return a field for a day: the phone's own calendar, or dd/mm/yyyy by hand."""
    widget = forms.DateInput(attrs={"type": "date", "class": "in"}, format="%Y-%m-%d")
    return forms.DateField(label=label, required=required, widget=widget)


class LotForm(forms.Form):
    """A lot to be opened; with a new trade item when it is the first of its kind."""

    party = forms.ModelChoiceField(
        label=_("Whose lot"), queryset=Party.objects.none(), empty_label=None
    )
    item = forms.ModelChoiceField(
        label=_("Which goods"),
        queryset=TradeItem.objects.none(),
        required=False,
        empty_label=_("Something new"),
    )
    name = forms.CharField(label=_("Name of the goods"), max_length=80, required=False)
    pack = forms.CharField(label=_("Pack in words"), max_length=60, required=False)
    kilograms = AmountField(
        label=_("Net weight of a pack, in kg"),
        min_value=Decimal("0.001"),
        max_value=Decimal(1000),
        decimal_places=3,
        required=False,
    )
    storage = forms.ChoiceField(label=_("How it is kept"), choices=Storage.choices, required=False)
    gtin = forms.CharField(label=_("GTIN, if you have one"), max_length=18, required=False)
    code = forms.CharField(label=_("Lot code"), max_length=20, validators=[validate_lot_code])
    quantity = forms.IntegerField(label=_("Number of packs"), min_value=1, max_value=1_000_000)
    harvested_on = day_field(_("Harvested on"), required=False)
    harvested_kilograms = AmountField(
        label=_("Harvest in kg"),
        min_value=Decimal("0.001"),
        max_value=Decimal(10_000_000),
        decimal_places=3,
        required=False,
    )
    packed_on = day_field(_("Packed on"))
    best_before = day_field(_("Best before"))

    def __init__(self, user: User, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **kwargs)
        today = timezone.localdate(now())
        self.fields["party"].queryset = parties_of(user)  # type: ignore[attr-defined]
        self.fields["item"].queryset = items_of(user)  # type: ignore[attr-defined]
        self.fields["packed_on"].initial = today
        latest = items_of(user).order_by("-pk").first()
        self.fields["item"].initial = latest
        self.fields["party"].initial = latest.party if latest else parties_of(user).first()
        self.fields["code"].initial = next_lot_code(latest, today) if latest else f"{today:%y%m}-1"
        _dress(self, {"quantity": _NUMBER, "kilograms": _DECIMAL, "harvested_kilograms": _DECIMAL})

    def clean(self) -> dict[str, Any]:
        """Ask for name and weight of a new item, and for days in order."""
        data = super().clean() or {}
        if data.get("name"):
            data["item"] = None  # a name was typed: it is new, whatever the list still shows
        if data.get("item") is None and "item" not in self.errors:
            for name in ("name", "kilograms"):
                if not data.get(name) and name not in self.errors:
                    self.add_error(name, _("Needed for goods that are new here."))
        item, party = data.get("item"), data.get("party")
        if item and party and item.party_id != party.pk:
            self.add_error("item", _("These goods belong to another party of yours."))
        self._check_days(data)
        return data

    def item_draft(self) -> ItemDraft:
        """Return the new trade item."""
        data = self.cleaned_data
        grams = int(data["kilograms"] * GRAMS)
        pack = data["pack"] or f"{formats.number(data['kilograms'], 'vi')} kg"
        return ItemDraft(
            names={"vi": data["name"]},
            pack={"vi": pack},
            net_weight_grams=max(grams, 1),
            storage=data["storage"] or Storage.DRY,
            gtin14="".join(data["gtin"].split()).zfill(14) if data["gtin"] else None,
        )

    def lot_draft(self) -> LotDraft:
        """Return the lot."""
        names = ("code", "quantity", "harvested_on", "packed_on", "best_before")
        return LotDraft(
            **{name: self.cleaned_data[name] for name in names},
            harvested_kilograms=self.cleaned_data["harvested_kilograms"],
        )

    def _check_days(self, data: dict[str, Any]) -> None:
        today = timezone.localdate(now())
        harvested, packed, last = (
            data.get(name) for name in ("harvested_on", "packed_on", "best_before")
        )
        for name, day in (("harvested_on", harvested), ("packed_on", packed)):
            if day and day > today:
                self.add_error(name, _("This day is still to come."))
        if harvested and packed and packed < harvested:
            self.add_error("packed_on", _("Packing comes after the harvest."))
        if last and packed and last <= packed:
            self.add_error("best_before", _("This day comes after packing."))


class RecallForm(forms.Form):
    """A decision that cannot be undone, so it asks for a word of consent."""

    reason = forms.CharField(
        label=_("What is wrong with the goods?"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    scope = forms.CharField(label=_("Which packs"), max_length=200, required=False)
    guidance = forms.CharField(
        label=_("What buyers do besides"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    phone = forms.CharField(label=_("Phone buyers call"), max_length=20, required=False)
    is_sure = forms.BooleanField(label=_("Yes, recall the lot. I know it stays public for ever."))

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **kwargs)
        _dress(self, {"phone": {"type": "tel", "inputmode": "tel"}})

    def clean_phone(self) -> str:
        """Return the number as E.164."""
        typed = "".join(
            sign for sign in self.cleaned_data["phone"] if sign.isdigit() or sign == "+"
        )
        if not typed:
            return ""
        if typed.startswith(("1800", "1900")):
            return f"+84{typed}"
        try:
            return normalise_phone(typed)
        except PhoneError as error:
            raise forms.ValidationError(_("This is no phone number.")) from error


class LiftForm(forms.Form):
    """The end of a recall."""

    outcome = forms.ChoiceField(
        label=_("How it ended"), choices=RecallOutcome.choices, widget=forms.RadioSelect
    )
    reason = forms.CharField(
        label=_("Why it ends"), max_length=300, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **kwargs)
        _dress(self, {})


class QuantityForm(forms.Form):
    """The number of packs, counted again."""

    quantity = forms.IntegerField(label=_("Number of packs"), min_value=1, max_value=1_000_000)

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **kwargs)
        _dress(self, {"quantity": _NUMBER})


def _dress(form: forms.Form, attrs: dict[str, dict[str, str]]) -> None:
    """Give controls the theme's look and the right keyboard."""
    for name, field in form.fields.items():
        field.error_messages["required"] = _("Fill this in.")
        if not isinstance(field.widget, forms.CheckboxInput | forms.RadioSelect):
            field.widget.attrs.setdefault("class", "in")
        field.widget.attrs.update(attrs.get(name, {}))
