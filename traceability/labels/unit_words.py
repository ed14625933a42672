"""What the label of a case or pallet says, in the site's language."""

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from marketplace.base.words import formats
from traceability.gs1.keys import gtin_as_printed
from traceability.labels.core.unit_label import UnitLabel
from traceability.labels.models import LogisticUnit
from traceability.labels.unit_queries import lots_inside
from traceability.labels.units import unit_url
from traceability.lots.models import Lot

_LOTS_NAMED = 4


def label_of_unit(unit: LogisticUnit) -> UnitLabel:
    """Return what the label of a unit says. ``unit.party`` is read."""
    with translation.override(settings.LANGUAGE_CODE):
        inside = lots_inside(unit)
        lines = [line for one in inside[:_LOTS_NAMED] for line in _lines(one.lot, one.packs)]
        if len(inside) > _LOTS_NAMED:
            lines.append(_("and %(count)s more lots") % {"count": len(inside) - _LOTS_NAMED})
        sender = (unit.party.name, unit.party.address or unit.party.place_name)
        return UnitLabel(
            title=str(unit.get_kind_display()).capitalize(),
            sender=[line for line in sender if line],
            lines=lines or [_("Empty: contents are told by its code.")],
            uri=unit_url(unit),
            sscc=unit.sscc,
            code=unit.code,
        )


def _lines(lot: Lot, packs: int) -> list[str]:
    gtin, best = lot.item.gtin14, lot.best_before
    counted = _("%(count)s packs") % {"count": formats.number(packs)}
    facts = [
        _("Lot %(lot)s") % {"lot": lot.code},
        _("Best before %(date)s") % {"date": f"{best:%d/%m/%Y}"} if best else "",
        f"GTIN {gtin_as_printed(gtin)}" if gtin else "",
    ]
    name = lot.item.name_in(settings.LANGUAGE_CODE)
    return [f"{name} · {counted}", " · ".join(fact for fact in facts if fact)]
