"""The words for units in the language of the page."""

from django.utils.translation import pgettext_lazy

from marketplace.base.units.core import unit

_NAMES = {
    "kg": "kg",
    "g": "g",
    "lang": pgettext_lazy("unit", "100 g"),
    "yen": pgettext_lazy("unit", "10 kg"),
    "ta": pgettext_lazy("unit", "100 kg"),
    "tan": pgettext_lazy("unit", "tonne"),
    "lit": pgettext_lazy("unit", "litre"),
    "ml": "ml",
    "trai": pgettext_lazy("unit", "fruit"),
    "cai": pgettext_lazy("unit", "piece"),
    "con": pgettext_lazy("unit", "animal"),
    "cay": pgettext_lazy("unit", "stick"),
    "bo": pgettext_lazy("unit", "bunch"),
    "chuc": pgettext_lazy("unit", "dozen or so"),
    "thung": pgettext_lazy("unit", "carton"),
    "hop": pgettext_lazy("unit", "box"),
    "tui": pgettext_lazy("unit", "bag"),
    "goi": pgettext_lazy("unit", "packet"),
    "chai": pgettext_lazy("unit", "bottle"),
    "hu": pgettext_lazy("unit", "jar"),
    "bao": pgettext_lazy("unit", "sack"),
}


def unit_name(code: str) -> str:
    """Return the word for a unit, in the language in use.

    Raises:
        UnitError: ``unknown_unit``.
    """
    return str(_NAMES[unit(code).code])


def unit_choices() -> list[tuple[str, str]]:
    """Return code and name of every unit, in the order a seller picks from."""
    return [(code, str(name)) for code, name in _NAMES.items()]
