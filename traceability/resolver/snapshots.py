"""A lot's page, prepared when the lot changes, so that a scan only reads."""

import json
import zlib
from dataclasses import dataclass
from datetime import date, datetime

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import timezone, translation

from marketplace.kernel.clock import now
from marketplace.kernel.theme import use_theme
from traceability import conf
from traceability.lots.hooks import lot_changed
from traceability.lots.models import Lot, Recall
from traceability.lots.phones import dialled, shown
from traceability.lots.queries import LotSummary, lot_summary
from traceability.resolver.core.verdict import Facts
from traceability.resolver.look import art
from traceability.resolver.models import OriginSnapshot
from traceability.resolver.proving import LotProof, proof_of_lot

SHOWN_ROWS = 7
UNTOLD = frozenset({"activate", "sell"})
"""Steps that say nothing about the lot's goods: packs that are seen are on sale or sold."""

PARTS = ("product", "maker", "route", "diary", "certificates", "events", "recall")


@dataclass(frozen=True, slots=True, kw_only=True)
class Prepared:
    """A lot's page in one language, ready to be put together.

    ``version`` changes whenever the page is prepared anew.
    """

    lot_id: int
    version: datetime
    facts: dict[str, str | int | bool]
    packed: bytes

    def parts(self) -> dict[str, str]:
        """Return the finished fragments of HTML by name."""
        unpacked: dict[str, str] = json.loads(zlib.decompress(self.packed))
        return unpacked

    @property
    def best_before(self) -> date | None:
        """Return the last good day, if the lot has one."""
        day = self.facts["best_before"]
        return date.fromisoformat(str(day)) if day else None

    def about_serial(
        self, status: str = "", *, is_unusual: bool = False, is_copied: bool = False
    ) -> Facts:
        """Return what the verdict on one of its packs (or on itself) depends on."""
        return Facts(
            is_recalled=bool(self.facts["is_recalled"]),
            best_before=self.best_before,
            serial_status=status,
            is_unusual=is_unusual,
            is_copied=is_copied,
            is_declared=bool(self.facts.get("is_declared")),
            proof=str(self.facts.get("proof", "")),
        )


@lot_changed.register
def refresh(lot: Lot) -> None:
    """Prepare the lot's page anew in every language; needs the caller's transaction.

    Always in the site's own theme: a visitor's choice must not be frozen into everybody's page.
    """
    fresh = Lot.objects.select_related("item__party").get(pk=lot.pk)
    proof = proof_of_lot(fresh)
    with use_theme(str(settings.SITE_THEME)):
        for language in conf.languages():
            facts, parts = _rendered(fresh, proof, language)
            OriginSnapshot.objects.update_or_create(
                lot=fresh,
                language=language,
                defaults={"facts": facts, "parts": _packed(parts), "made_at": now()},
            )


def refresh_all() -> int:
    """Prepare every lot's page anew (after a change of texts or theme); return how many."""
    lots = Lot.objects.order_by("pk")
    for lot in lots.iterator():
        refresh(lot)
    return lots.count()


def _rendered(
    lot: Lot, proof: LotProof, language: str
) -> tuple[dict[str, str | int | bool], dict[str, str]]:
    with translation.override(language):
        summary = lot_summary(lot, language)
        told = [row for row in summary.timeline if row.step not in UNTOLD]
        context = {
            "lot": summary,
            "language": language,
            "art": art(lot.item.picture),
            "recent": told[:SHOWN_ROWS],
            "earlier": told[SHOWN_ROWS:],
            "proof": proof,
        }
        parts = {name: render_to_string(f"origin/parts/{name}.html", context) for name in PARTS}
        return _facts(summary) | proof.facts(), {name: _tight(html) for name, html in parts.items()}


def _facts(summary: LotSummary) -> dict[str, str | int | bool]:
    lot, recall = summary.lot, summary.recall
    phone = summary.phone or conf.phone()
    return {
        "gtin": lot.item.gtin14 or "",
        "code": lot.code,
        "link": lot.link_code,
        "name": summary.name,
        "party": summary.party,
        "is_declared": lot.party.is_declared,
        "phone": dialled(phone),
        "phone_shown": shown(phone),
        "quantity": lot.quantity,
        "harvested_on": _iso(lot.harvested_on),
        "packed_on": _iso(lot.packed_on),
        "best_before": _iso(lot.best_before),
        "is_recalled": summary.state == "recalled",
        "has_certificates": bool(str(summary.certificates).strip()),
        "recalled_on": _iso(timezone.localdate(recall.started_at)) if recall else "",
        "recall_ended_on": _ended(recall),
    }


def _ended(recall: Recall | None) -> str:
    return _iso(timezone.localdate(recall.lifted_at)) if recall and recall.lifted_at else ""


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""


def _tight(html: str) -> str:
    """Return ``html`` without the line breaks and indents of its template."""
    return "".join(line.strip() for line in html.split("\n"))


def _packed(parts: dict[str, str]) -> bytes:
    return zlib.compress(json.dumps(parts, ensure_ascii=False).encode(), 9)
