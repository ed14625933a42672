"""What the rules say, in words: gaps and findings."""

from datetime import date
from decimal import Decimal, InvalidOperation

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from marketplace.base.words import formats
from traceability.rules.core.completeness import CIRCULAR, DECREE
from traceability.rules.core.gdst import EventGap
from traceability.rules.models import Finding

GAPS: dict[str, Promise] = {
    "circular.name": gettext_lazy("The name of the goods is missing."),
    "circular.picture": gettext_lazy("A picture of the goods is missing."),
    "circular.producer": gettext_lazy("The name of who makes or trades it is missing."),
    "circular.address": gettext_lazy("The address of who makes or trades it is missing."),
    "circular.time": gettext_lazy("The day of production is missing."),
    "circular.code": gettext_lazy("The lot has no code."),
    "circular.shelf_life": gettext_lazy("Nobody wrote how long it keeps, if that is known."),
    "decree.gtin": gettext_lazy("The goods have no GTIN."),
    "decree.identifier": gettext_lazy(
        "No code of the maker is in force: tax code, GLN, farm code."
    ),
    "decree.origin": gettext_lazy("The origin, or the place of the last processing, is missing."),
    "decree.grown": gettext_lazy("The diary does not tell of the harvest."),
    "decree.packed": gettext_lazy("The diary does not tell of the packing."),
    "decree.certificate": gettext_lazy("No certificate held when the lot was made."),
    "decree.expiry": gettext_lazy("The day it is best before is missing."),
    "decree.warning": gettext_lazy("Write a safety warning, or that it needs none."),
}

FIELDS: dict[str, Promise] = {
    "productOwner": gettext_lazy("who owns the goods"),
    "informationProvider": gettext_lazy("who gives the information"),
    "proteinSource": gettext_lazy("source of the feed's protein"),
    "lotNumber": gettext_lazy("lot code"),
    "humanWelfarePolicy": gettext_lazy("policy on people's welfare"),
    "broodstockSource": gettext_lazy("source of the broodstock"),
    "aquacultureMethod": gettext_lazy("way of farming"),
    "productionMethodForFishAndSeafoodCode": gettext_lazy("farmed or wild"),
    "speciesForFisheryStatisticsPurposesCode": gettext_lazy("species (FAO code)"),
    "harvestStartDate": gettext_lazy("first day of the harvest"),
    "harvestEndDate": gettext_lazy("last day of the harvest"),
    "productionDate": gettext_lazy("day of production"),
    "itemExpirationDate": gettext_lazy("best before"),
    "countryOfOrigin": gettext_lazy("country of origin"),
    "certificationType": gettext_lazy("kind of certificate"),
    "vesselFlagState": gettext_lazy("flag of the vessel"),
    "imoNumber": gettext_lazy("IMO number of the vessel"),
    "quantity": gettext_lazy("quantity and unit"),
    "location": gettext_lazy("place"),
    "container": gettext_lazy("name of the pond"),
    "traceabilityLotCode": gettext_lazy("lot code"),
    "referenceDocument": gettext_lazy("number of the delivery paper"),
    "receiver": gettext_lazy("who receives the goods"),
    "sender": gettext_lazy("who sent the goods"),
}

CTES: dict[str, Promise] = {
    "feedmill": gettext_lazy("Feed mill"),
    "hatching": gettext_lazy("Hatchery"),
    "farm_harvest": pgettext_lazy("a step of a lot", "Shrimp harvested"),
    "fishing": gettext_lazy("Fishing"),
    "commingling": gettext_lazy("Lots joined"),
    "processing": pgettext_lazy("a step of a lot", "Processed, frozen"),
    "packing": pgettext_lazy("a step of a lot", "Packed and labelled"),
    "shipping": pgettext_lazy("a step of a lot", "Sent"),
    "receiving": pgettext_lazy("a step of a lot", "Received"),
}

RANGES: dict[str, Promise] = {
    "milling.total_percent": gettext_lazy("Milled rice is %(value)s %% of the paddy"),
    "milling.head_percent": gettext_lazy("Head rice is %(value)s %% of the paddy"),
    "milling.bran_percent": gettext_lazy("Bran is %(value)s %% of the paddy"),
    "milling.husk_percent": gettext_lazy("Husk is %(value)s %% of the paddy"),
    "shrimp.hlso_percent": gettext_lazy("Headless shrimp are %(value)s %% of whole ones"),
    "shrimp.pd_percent": gettext_lazy("Peeled shrimp are %(value)s %% of whole ones"),
    "shrimp.survival_percent": gettext_lazy("%(value)s %% of the shrimp survived"),
    "shrimp.feed_conversion": gettext_lazy("%(value)s kg of feed for a kilogram of shrimp"),
    "shrimp.pl_per_m2": gettext_lazy("%(value)s post-larvae on a square metre"),
    "harvest.rice_kg_per_ha": gettext_lazy("%(value)s kg were harvested on a hectare"),
    "harvest.shrimp_kg_per_ha": gettext_lazy("%(value)s kg of shrimp were harvested on a hectare"),
    "seed.kg_per_ha": gettext_lazy("%(value)s kg of seed on a hectare"),
    "germination.percent": gettext_lazy("%(value)s %% of the seed germinates"),
    "moisture.harvest_percent": gettext_lazy("The paddy had %(value)s %% moisture at harvest"),
    "moisture.dried_percent": gettext_lazy("The paddy has %(value)s %% moisture in store"),
    "weighbridge.tolerance_percent": gettext_lazy(
        "Gross less tare differs from the net weight by %(value)s %%"
    ),
    "transport.loss_percent": gettext_lazy("%(value)s %% of the weight was lost on the way"),
}

OTHERS: dict[str, Promise] = {
    "balance.gain": gettext_lazy("%(out)s kg came out of %(into)s kg: %(percent)s %% too much."),
    "balance.loss": gettext_lazy(
        "%(out)s kg came out of %(into)s kg; %(percent)s %% are not accounted for."
    ),
    "waiting.not_written": gettext_lazy(
        "%(product)s was used, and nobody wrote how many days to wait before harvest."
    ),
    "waiting.harvested": gettext_lazy(
        "%(product)s was used on %(used)s and asks for %(days)s days, "
        "yet harvest was on %(harvest)s."
    ),
    "season.outside": gettext_lazy("%(place)s had no fitting season on %(day)s."),
    "salinity.not_flushed": gettext_lazy(
        "Before the rice on %(place)s no reading says that the salt is below %(maximum)s ‰."
    ),
}
ARTICLES: dict[str, Promise] = {
    CIRCULAR: gettext_lazy("Circular 02/2024/TT-BKHCN, Art. 7(5)"),
    DECREE: gettext_lazy("Decree 37/2026/NĐ-CP, Art. 32"),
}
_DAYS = frozenset({"used", "until", "harvest", "day"})


def gap_sentence(rule: str, gap: EventGap | None = None) -> str:
    """Return what is missing: in a lot, or in one of its events."""
    if gap is None:
        return str(GAPS[rule])
    told = {
        "step": str(CTES[gap.cte]),
        "day": formats.date(gap.day),
        "field": str(FIELDS.get(gap.field, gap.field)),
    }
    if gap.is_wrong:
        return _("%(step)s, %(day)s: %(field)s is not as it must be.") % told
    return _("%(step)s, %(day)s: %(field)s is missing.") % told


def article_words(article: str) -> str:
    """Return an article as it is quoted here."""
    return str(ARTICLES.get(article, article))


def finding_sentence(finding: Finding) -> str:
    """Return what was found, with its numbers as people here write them."""
    told = {name: _told(name, value) for name, value in finding.numbers.items()}
    if finding.rule not in RANGES:
        return str(OTHERS[finding.rule]) % told
    return f"{str(RANGES[finding.rule]) % told}; {_usual(finding)}."


def _usual(finding: Finding) -> str:
    low, high = (finding.numbers.get(name) for name in ("minimum", "maximum"))
    told = {"low": _told("", low), "high": _told("", high)}
    if low is None:
        return _("usual is up to %(high)s") % told
    if high is None:
        return _("usual is from %(low)s") % told
    return _("usual is %(low)s to %(high)s") % told


def _told(name: str, value: object) -> str:
    if value is None:
        return "…"
    try:
        if name in _DAYS:
            return formats.date(date.fromisoformat(str(value)))
        return formats.number(Decimal(str(value)))
    except (ValueError, InvalidOperation):
        return str(value)
