"""The ward picker: province, one search box for new and old names, a list to choose from.

It works as plain HTML: the button beside the search box sends the whole form back (the host calls
`wants_search` and shows the form again, errors left out), and the list stands in the page. With
htmx the list comes while typing, from ``/dia-ban/tim/``.
"""

from collections.abc import Mapping
from typing import Any, NamedTuple

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from marketplace.base.places.models import AdminUnit
from marketplace.base.places.queries import WardHit, find_wards, provinces, ward_in_force


class WardInput(NamedTuple):
    """What the three inputs of the picker hold."""

    ward: str = ""
    province: str = ""
    query: str = ""


def wants_search(data: Mapping[str, Any], name: str) -> bool:
    """Return whether the picker's own button sent the form: show it again, without errors."""
    return f"{name}_find" in data


class WardWidget(forms.Widget):
    """Three inputs with one name in common: ``ward``, ``ward_tinh``, ``ward_q``."""

    template_name = "places/ward_picker.html"
    use_fieldset = True

    def value_from_datadict(
        self,
        data: Mapping[str, Any],
        files: Mapping[str, Any],  # noqa: ARG002 - Django's signature
        name: str,
    ) -> WardInput:
        """Return what was sent."""
        return WardInput(
            str(data.get(name, "")),
            str(data.get(f"{name}_tinh", "")),
            str(data.get(f"{name}_q", "")),
        )

    def value_omitted_from_data(
        self, data: Mapping[str, Any], files: Mapping[str, Any], name: str
    ) -> bool:
        """Return whether none of the inputs was sent."""
        del files
        return not any(key in data for key in (name, f"{name}_tinh", f"{name}_q"))

    def id_for_label(self, id_: str) -> str:
        """Return the search box: it is what a label should lead to."""
        return f"{id_}_q" if id_ else id_

    def get_context(
        self, name: str, value: WardInput | None, attrs: dict[str, Any] | None
    ) -> dict[str, Any]:
        """Return the picker's context: the province, the list, what is chosen."""
        context = super().get_context(name, None, attrs)
        sent = value or WardInput()
        chosen = ward_in_force(sent.ward) if sent.ward else None
        known = list(provinces())
        hits = find_wards(sent.query, province=sent.province or None) if sent.query else []
        return context | {
            "name": name,
            "id": context["widget"]["attrs"].get("id", name),
            "sent": sent,
            "provinces": known,
            "province": next((unit for unit in known if unit.code == sent.province), None),
            "chosen": chosen,
            "hits": with_chosen(hits, chosen),
            "required": context["widget"]["required"],
            "invalid": "aria-invalid" in context["widget"]["attrs"],
        }


def with_chosen(hits: list[WardHit], chosen: AdminUnit | None) -> list[WardHit]:
    """Return the list with the chosen ward in it: first, where the search did not find it."""
    if chosen is None or chosen in (hit.unit for hit in hits):
        return hits
    return [WardHit(chosen), *hits]


class WardField(forms.Field):
    """A ward in force; ``initial`` is one, or its code."""

    widget = WardWidget
    default_error_messages = {
        "required": _("Choose the ward or commune from the list."),
        "unknown": _("This ward is not in force any more. Search it by its old name."),
    }

    def prepare_value(self, value: WardInput | AdminUnit | str | None) -> WardInput:
        """Return what the widget shows."""
        if isinstance(value, WardInput):
            return value
        if isinstance(value, AdminUnit):
            return WardInput(value.code, value.parent_id or "")
        return WardInput(value or "")

    def to_python(self, value: WardInput | AdminUnit | None) -> AdminUnit | None:
        """Return the ward.

        Raises:
            ValidationError: the code is of no ward in force.
        """
        if value is None or isinstance(value, AdminUnit):
            return value
        if not value.ward:
            return None
        ward = ward_in_force(value.ward)
        if ward is None:
            raise ValidationError(self.error_messages["unknown"], code="unknown")
        return ward

    def has_changed(self, initial: object, data: WardInput | None) -> bool:
        """Return whether another ward was chosen; the search box alone is no change."""
        before = self.prepare_value(initial)  # type: ignore[arg-type]
        return (data or WardInput()).ward != before.ward
