"""How a label of a lot will look, before there is one."""

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from marketplace.base.qr.core import module_count
from traceability.labels.core.layout import level_for
from traceability.labels.core.output import Output
from traceability.labels.core.sheet import Label, SheetSpec
from traceability.labels.making import STORAGES, lines_of, title_of
from traceability.lots.core.codes import SERIAL_LENGTH
from traceability.lots.identity import link, lot_url
from traceability.lots.models import Lot


def modules_like(lot: Lot) -> int:
    """Return how many modules a label's code of the lot has before the lot has serials."""
    serial = "0A" * SERIAL_LENGTH
    stem = f"{lot_url(lot)}/21/" if lot.item.gtin14 else link("")
    level = level_for(STORAGES.get(lot.item.storage, "dry"))
    return module_count(stem + serial[:SERIAL_LENGTH], level)


def sample_spec(lot: Lot, output: Output) -> SheetSpec:
    """Return a sheet with one label whose code is the lot's own page and says that it is a sample.

    In the site's language, as labels are.
    """
    with translation.override(settings.LANGUAGE_CODE):
        label = Label(
            uri=lot_url(lot),
            title=title_of(lot),
            lines=(
                *lines_of(lot),
                pgettext("printed label", "Pack %(number)s") % {"number": "0001"},
            ),
            code=_("SAMPLE"),
        )
    storage = STORAGES.get(lot.item.storage, "dry")
    return SheetSpec(labels=[label], storage=storage, output=output)
