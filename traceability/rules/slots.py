"""What the rules put into other pages: gaps on the lot's, papers on the buyer's."""

from collections.abc import Mapping

from django.template.loader import render_to_string

from marketplace.kernel.slots import fill_slot
from traceability.lots.models import Lot
from traceability.rules.queries import certificates_of, gaps, open_findings

_SHOWN = 3


@fill_slot("lot.gaps")
def gaps_of_lot(context: Mapping[str, object]) -> str:
    """What is missing or odd, the first few, with the page that has all."""
    lot = context.get("lot")
    if not isinstance(lot, Lot):
        return ""
    found, told = gaps(lot), open_findings(lot)
    must = [gap for gap in found if gap.is_blocking]
    return render_to_string(
        "origin_rules/_lot.html",
        {
            "lot": lot,
            "gaps": must[:_SHOWN],
            "must": len(must),
            "rest": len(found) - len(must),
            "findings": told[:_SHOWN],
            "found": len(told),
        },
    )


@fill_slot("origin.certificates", order=10)
def papers_of_lot(context: Mapping[str, object]) -> str:
    """The certificates that held when the lot was made; one that is over says so."""
    lot = context.get("lot")
    held = certificates_of(lot) if isinstance(lot, Lot) else []
    return render_to_string("origin_rules/_papers.html", {"held": held}) if held else ""
