"""What the law wants in a product's digital passport, field by field, filled from a lot.

Source: Circular 02/2024/TT-BKHCN Art. 7(5); Decree 37/2026/NĐ-CP Art. 32 (both as official mirrors
quote them); TCVN 13274:2020 for the kinds of codes.
"""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from traceability.gs1.keys import gtin_as_printed
from traceability.identifiers import live
from traceability.lots.identity import lot_url
from traceability.lots.models import Lot
from traceability.models import IdentifierScheme
from traceability.rules.core.completeness import CIRCULAR, DECREE
from traceability.rules.models import GoodsFacts
from traceability.rules.queries import Gap, Held, gaps, made_on, steps_told


@dataclass(frozen=True, slots=True)
class LegalField:
    """One field that an article asks for; ``value`` empty: it is missing, or there is none."""

    rule: str
    article: str
    words: str
    value: str


def legal_fields(lot: Lot, certificates: list[Held], language: str) -> list[LegalField]:
    """Return all fields of both articles, in their order. In the active language."""
    item, party = lot.item, lot.item.party
    name, pack = item.name_in(language), item.pack_in(language)
    held = ", ".join(_paper(one) for one in certificates)
    produced = lot.packed_on or lot.harvested_on
    facts = GoodsFacts.objects.filter(item=item).first()
    warning = facts.warning or (_("none needed") if facts.needs_no_warning else "") if facts else ""
    steps = len(steps_told(lot))
    rows = [
        ("circular.name", CIRCULAR, _("Name of the goods"), f"{name}, {pack}" if pack else name),
        ("circular.picture", CIRCULAR, _("Picture"), item.picture),
        ("circular.producer", CIRCULAR, _("Who makes or trades it"), party.name),
        ("circular.address", CIRCULAR, _("Address"), party.address),
        ("circular.time", CIRCULAR, _("Day of production"), _day(produced)),
        ("circular.events", CIRCULAR, _("Steps with their times"), str(steps) if steps else ""),
        ("circular.code", CIRCULAR, _("Lot code"), lot.code),
        ("circular.shelf_life", CIRCULAR, _("Best before"), _day(lot.best_before)),
        ("decree.name", DECREE, _("Name of the goods"), name),
        ("decree.gtin", DECREE, "GTIN", gtin_as_printed(item.gtin14) if item.gtin14 else ""),
        ("decree.producer", DECREE, _("Maker, with address"), _joined(party.name, party.address)),
        ("decree.identifier", DECREE, _("Code of the maker"), maker_code(lot)),
        ("decree.origin", DECREE, _("Origin"), party.place_name or party.address),
        ("decree.trace", DECREE, _("Traceability data"), lot_url(lot)),
        ("decree.certificate", DECREE, _("Certificates"), held),
        (
            "decree.expiry",
            DECREE,
            _("Made, best before"),
            _joined(_day(produced), _day(lot.best_before)),
        ),
        ("decree.warning", DECREE, _("Safety warning"), warning),
    ]
    return [LegalField(*row) for row in rows]


def article_words(article: str) -> str:
    """Return an article as people name it, in the active language."""
    words = {
        CIRCULAR: _("Circular 02/2024/TT-BKHCN, Art. 7(5)"),
        DECREE: _("Decree 37/2026/NĐ-CP, Art. 32"),
    }
    return words.get(article, article)


def maker_code(lot: Lot) -> str:
    """Return the maker's code that was in force when the lot was made: tax code or GLN first."""
    party, day = lot.item.party, made_on(lot)
    order = (
        IdentifierScheme.TAX_CODE,
        IdentifierScheme.GLN,
        IdentifierScheme.FACILITY,
        IdentifierScheme.FARM,
        IdentifierScheme.GROWING_AREA,
        IdentifierScheme.LOCATION,
    )
    found = next((row for scheme in order if (row := live(party, scheme, day))), None)
    if found:
        return f"{found.get_scheme_display()} {found}"
    return f"GLN {party.gln}" if party.gln else ""


def legal_gaps(lot: Lot) -> list[Gap]:
    """Return what the two articles ask for and the lot lacks."""
    return [gap for gap in gaps(lot) if gap.rule.startswith(("circular.", "decree."))]


def gdst_gaps(lot: Lot) -> list[Gap]:
    """Return the key data elements of GDST 1.2 that the lot's events lack."""
    return [gap for gap in gaps(lot) if gap.rule.startswith("gdst.")]


def _paper(held: Held) -> str:
    paper = held.certificate
    return f"{paper.get_scheme_display()} {paper.number}"


def _day(day: object) -> str:
    return f"{day:%d/%m/%Y}" if day else ""


def _joined(*parts: str) -> str:
    return ", ".join(part for part in parts if part)
