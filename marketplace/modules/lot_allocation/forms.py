"""Putting a lot on sale in the shop."""

from django import forms
from django.utils.translation import gettext_lazy as _

from catalog.models import Product
from marketplace.modules.lot_allocation.queries import products_for_lot
from traceability.lots.models import Lot


class OfferForm(forms.Form):
    """Which product sells the packs, and how many of them."""

    product = forms.ModelChoiceField(
        label=_("Sell as"),
        queryset=Product.objects.none(),
        empty_label=None,
        widget=forms.Select(attrs={"class": "in"}),
    )
    packs = forms.IntegerField(
        label=_("Packs to put on sale"),
        min_value=1,
        widget=forms.TextInput(attrs={"class": "in num", "inputmode": "numeric"}),
    )

    def __init__(self, *args: object, lot: Lot, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.fields["product"].queryset = products_for_lot(lot)  # type: ignore[attr-defined]
