"""What a seller types, and what it means."""

import uuid
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from catalog.categories import group_choices
from catalog.choices import Storage
from catalog.core.packs import CONTAINERS, Pack
from catalog.core.typed_numbers import TypedNumberError, quantity, whole_dong
from catalog.drafts import LONGEST_NAME, MOST_IN_STOCK, ProductDraft, Words
from catalog.models import Product
from catalog.partner.models import HIGHEST_PRICE
from marketplace.base.units.core import LARGEST_SIZE_COUNT, UnitError
from marketplace.base.units.names import unit_name
from marketplace.base.words.formats import number

LOOSE = ("kg", "yen", "ta", "tan", "trai", "chuc", "con", "bo", "cay", "lit")
"""What can be sold by itself, in the order sellers look for it."""
CONTENTS = ("kg", "g", "lit", "ml", "cai", "trai", "con")
"""What a wrapping can hold."""
SELL_BY = ("tui", "kg", "thung", "hop", "chuc", "trai", "bao", "goi", "chai", "hu")
MONTHS = [(str(month), str(month)) for month in range(1, 13)]


def sell_by_choices() -> list[tuple[str, str]]:
    """Return what can be sold by, the usual ones first."""
    codes = [*SELL_BY, *(code for code in LOOSE if code not in SELL_BY)]
    return [(code, unit_name(code).capitalize()) for code in codes]


def content_choices() -> list[tuple[str, str]]:
    """Return the units that a wrapping's content is measured in."""
    return [(code, unit_name(code)) for code in CONTENTS]


class DongField(forms.CharField):
    """An amount of whole đồng, typed with or without dots."""

    widget = forms.TextInput(attrs={"inputmode": "numeric", "class": "in num"})

    def to_python(self, value: object) -> int | None:  # type: ignore[override]
        """Return the amount.

        Raises:
            ValidationError: not a whole amount that a pack can cost.
        """
        if value in self.empty_values:
            return None
        try:
            amount = whole_dong(str(value))
        except TypedNumberError as error:
            message = _("Write whole đồng in digits, such as 68.000.")
            raise ValidationError(message, code="price_wrong") from error
        if not 0 < amount <= HIGHEST_PRICE:
            message = _("The price must be above 0 and below 10 billion.")
            raise ValidationError(message, code="price_wrong")
        return amount

    def validate(self, value: object) -> None:
        """Ask only whether something is there."""
        if value is None and self.required:
            raise ValidationError(self.error_messages["required"], code="required")

    def run_validators(self, value: object) -> None:
        """`to_python` has said everything about an amount."""


class QuantityField(forms.CharField):
    """A quantity, typed with a comma or a dot."""

    widget = forms.TextInput(attrs={"inputmode": "decimal", "class": "in"})

    def to_python(self, value: object) -> Decimal | None:  # type: ignore[override]
        """Return the quantity.

        Raises:
            ValidationError: no number above zero.
        """
        if value in self.empty_values:
            return None
        try:
            found = quantity(str(value))
        except TypedNumberError as error:
            message = _("Write a number, such as 5 or 0,5.")
            raise ValidationError(message, code="quantity_wrong") from error
        if not 0 < found < 10**7:
            message = _("Write a number, such as 5 or 0,5.")
            raise ValidationError(message, code="quantity_wrong")
        return found

    def validate(self, value: object) -> None:
        """Ask only whether something is there."""
        if value is None and self.required:
            raise ValidationError(self.error_messages["required"], code="required")

    def run_validators(self, value: object) -> None:
        """`to_python` has said everything about a quantity."""


class PackFields(forms.Form):
    """How goods are sold and for how much: step 2, and the preview of the unit price."""

    sell_by = forms.ChoiceField(
        label=_("Sold by"), widget=forms.RadioSelect, choices=sell_by_choices
    )
    content = QuantityField(label=_("Each one holds"), required=False)
    content_unit = forms.ChoiceField(
        label=_("Unit"),
        choices=content_choices,
        required=False,
        widget=forms.Select(attrs={"class": "in"}),
    )
    piece_count = forms.IntegerField(
        label=_("Pieces in one chục"),
        min_value=1,
        max_value=1000,
        required=False,
        widget=forms.NumberInput(attrs={"class": "in", "inputmode": "numeric"}),
    )
    price = DongField(label=_("Price of one"))

    def clean(self) -> dict[str, Any]:
        """Make the pack of what was typed, or say which field is missing.

        The values of a form are of many types; hence `Any`, Django's own.
        """
        cleaned = super().clean() or self.cleaned_data
        sell_by = cleaned.get("sell_by")
        if sell_by and not self.errors.keys() & {"content", "piece_count"}:
            cleaned["pack"] = self._pack(sell_by, cleaned)
        return cleaned

    def _pack(self, sell_by: str, cleaned: dict[str, Any]) -> Pack | None:
        if sell_by in CONTAINERS and not cleaned.get("content"):
            self.add_error("content", _("How much does one hold?"))
            return None
        if sell_by == "chuc" and not cleaned.get("piece_count"):
            message = _("A chục is 10, 12 or 14 depending on the place: write how many.")
            self.add_error("piece_count", message)
            return None
        try:
            return self._made(sell_by, cleaned)
        except UnitError:
            self.add_error("sell_by", _("This cannot be sold like that."))
            return None

    def _made(self, sell_by: str, cleaned: dict[str, Any]) -> Pack:
        weight = cleaned.get("net_weight")
        if sell_by in CONTAINERS:
            return Pack(
                quantity=cleaned["content"],
                unit=cleaned.get("content_unit") or "kg",
                container=sell_by,
                net_weight_grams=weight,
            )
        pieces = cleaned.get("piece_count") if sell_by == "chuc" else None
        return Pack(quantity=Decimal(1), unit=sell_by, piece_count=pieces, net_weight_grams=weight)


class SellForm(PackFields):
    """All that is asked about a product, in the three steps of the page."""

    name = forms.CharField(
        label=_("Name of the goods"),
        max_length=LONGEST_NAME,
        widget=forms.TextInput(attrs={"class": "in", "autocomplete": "off"}),
    )
    category = forms.TypedChoiceField(
        label=_("Group"),
        coerce=int,
        choices=group_choices,
        widget=forms.Select(attrs={"class": "in"}),
    )
    description = forms.CharField(
        label=_("About it"),
        max_length=4000,
        required=False,
        widget=forms.Textarea(attrs={"class": "in", "rows": 4}),
    )
    name_en = forms.CharField(
        label=_("Name in English"),
        max_length=LONGEST_NAME,
        required=False,
        widget=forms.TextInput(attrs={"class": "in", "lang": "en"}),
    )
    name_km = forms.CharField(
        label=_("Name in Khmer"),
        max_length=LONGEST_NAME,
        required=False,
        widget=forms.TextInput(attrs={"class": "in", "lang": "km"}),
    )
    net_weight = forms.IntegerField(
        label=_("Weight of one with what is in it (g)"),
        min_value=1,
        max_value=10**8,
        required=False,
        widget=forms.NumberInput(attrs={"class": "in", "inputmode": "numeric"}),
    )
    stock = forms.IntegerField(
        label=_("How many are for sale"),
        min_value=0,
        max_value=MOST_IN_STOCK,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "min": 0, "max": MOST_IN_STOCK}),
    )
    size_min = forms.IntegerField(
        label=_("Shrimp size from (con/kg)"),
        min_value=1,
        max_value=LARGEST_SIZE_COUNT,
        required=False,
        widget=forms.NumberInput(attrs={"class": "in", "inputmode": "numeric"}),
    )
    size_max = forms.IntegerField(
        label=_("to (con/kg)"),
        min_value=1,
        max_value=LARGEST_SIZE_COUNT,
        required=False,
        widget=forms.NumberInput(attrs={"class": "in", "inputmode": "numeric"}),
    )
    season_months = forms.TypedMultipleChoiceField(
        label=_("Months in season"),
        coerce=int,
        choices=MONTHS,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    storage = forms.ChoiceField(
        label=_("How it is kept"),
        choices=Storage.choices,
        widget=forms.Select(attrs={"class": "in"}),
    )
    price_checked = forms.BooleanField(label=_("The price is right"), required=False)

    has_stock: ClassVar[bool] = True

    def clean(self) -> dict[str, Any]:
        """Check the shrimp size besides the pack."""
        cleaned = super().clean()
        least, most = cleaned.get("size_min"), cleaned.get("size_max")
        if (least is None) != (most is None):
            missing = "size_max" if most is None else "size_min"
            self.add_error(missing, _("Write both numbers, or none."))
        elif least is not None and most is not None and least > most:
            self.add_error("size_max", _("The second number must not be smaller."))
        return cleaned

    def draft(
        self, photos: Sequence[uuid.UUID], descriptions: Mapping[str, str] | None = None
    ) -> ProductDraft:
        """Return what was typed as a draft; call it on a valid form.

        Args:
            photos: keys, cover first.
            descriptions: by language, those that the form does not ask for and must not lose.
        """
        kept = descriptions or {}
        data = self.cleaned_data
        texts = {"vi": Words(data["name"], data["description"])}
        for language in ("en", "km"):
            if data[f"name_{language}"]:
                texts[language] = Words(data[f"name_{language}"], kept.get(language, ""))
        return ProductDraft(
            texts=texts,
            category_id=data["category"],
            pack=data["pack"],
            price=data["price"],
            stock=data.get("stock") or 0,
            photos=tuple(photos),
            size_min=data["size_min"],
            size_max=data["size_max"],
            season_months=tuple(data["season_months"]),
            storage=Storage(data["storage"]),
        )


class EditForm(SellForm):
    """The same about a product that is there; its stock has a form of its own."""

    stock = None  # type: ignore[assignment]
    has_stock = False


def initial_of(product: Product, price: int) -> dict[str, object]:
    """Return what `EditForm` shows of a product."""
    pack = product.pack
    names = {text.language: text.name for text in product.texts.all()}
    category = next(iter(product.categories.all()), None)
    return {
        "name": names["vi"],
        "name_en": names.get("en", ""),
        "name_km": names.get("km", ""),
        "description": product.description,
        "category": category.pk if category else None,
        "sell_by": pack.sold_as,
        "content": number(pack.quantity, "vi") if pack.container else "",
        "content_unit": pack.unit if pack.container else "kg",
        "piece_count": pack.piece_count,
        "net_weight": pack.net_weight_grams,
        "price": number(price, "vi"),
        "size_min": product.size_count_min,
        "size_max": product.size_count_max,
        "season_months": [str(month) for month in product.season_months],
        "storage": product.storage,
    }
