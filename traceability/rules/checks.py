"""What refuses an event: asked of a whole batch, in a handful of queries."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _

from marketplace.base.words import formats
from traceability.epcis.core.build import EventBody
from traceability.epcis.core.check import Fault
from traceability.epcis.models import Event
from traceability.models import Party
from traceability.rules.bookkeeping import is_covered, ledger_of
from traceability.rules.core.balance import event_balance
from traceability.rules.core.ledger import Ledger, Movement, Shortage, movements
from traceability.rules.core.substances import Banned, banned_in
from traceability.rules.core.view import KILOGRAM, View
from traceability.rules.core.waiting import Treatment, latest_forbidding, treatment
from traceability.rules.models import ActKind, FieldAct
from traceability.rules.rows import Limits, banned, limits
from traceability.rules.subjects import Places, places_named

_CHUNK = 500


@dataclass(slots=True)
class Known:
    """What the rules know when a batch comes in; grows with every event that passes.

    ``moves`` holds what each event of the batch moves, by the view's identity.
    """

    ledger: Ledger
    places: Places
    limits: Limits
    banned: list[Banned]
    treatments: dict[str, list[Treatment]]
    moves: dict[int, list[Movement]]

    def of(self, view: View) -> list[Movement]:
        """Return what an event of the batch moves."""
        return self.moves[id(view)]

    def take(self, view: View) -> None:
        """Count an event that passed."""
        for movement in self.of(view):
            self.ledger.add(movement)
        used = treatment(view)
        if used is not None:
            for subject in self.places.subjects(view):
                self.treatments.setdefault(subject, []).append(used)


def check_events(party: Party, bodies: Sequence[EventBody]) -> list[list[Fault]]:
    """Return what the rules have against each event of a batch, in order.

    Events that are kept already and declarations of errors are not judged again.
    """
    views = [View(body) for body in bodies]
    kept = _kept(bodies)
    judged = [
        view
        for view in views
        if not view.is_declaration and str(view.body.get("eventID")) not in kept
    ]
    if not judged:
        return [[] for _view in views]
    known = _known(party, judged)
    fresh = {id(view) for view in judged}
    return [_judge(view, known) if id(view) in fresh else [] for view in views]


def _judge(view: View, known: Known) -> list[Fault]:
    faults = [fault for check in _CHECKS for fault in check(view, known)]
    if not faults:
        known.take(view)
    return faults


def _kept(bodies: Sequence[EventBody]) -> set[str]:
    ids = [str(body.get("eventID")) for body in bodies]
    found: set[str] = set()
    for start in range(0, len(ids), _CHUNK):
        rows = Event.objects.filter(event_id__in=ids[start : start + _CHUNK])
        found.update(rows.values_list("event_id", flat=True))
    return found


def _known(party: Party, views: Sequence[View]) -> Known:
    ranges = limits()
    places = places_named(views)
    moves = {id(view): movements(view) for view in views}
    uris = {movement.uri for some in moves.values() for movement in some}
    tolerance = ranges.maximum("stock.tolerance_percent", max(view.day for view in views))
    return Known(
        ledger=ledger_of(uris, party, tolerance),
        places=places,
        limits=ranges,
        banned=banned(),
        treatments=_treatments(views, places),
        moves=moves,
    )


def _treatments(views: Sequence[View], places: Places) -> dict[str, list[Treatment]]:
    """Return what was used where these events harvest, and may still forbid it."""
    harvests = [view for view in views if view.is_harvest]
    if not harvests:
        return {}
    subjects = sorted({subject for view in harvests for subject in places.subjects(view)})
    found: dict[str, list[Treatment]] = {}
    for start in range(0, len(subjects), _CHUNK):
        rows = FieldAct.objects.filter(
            kind=ActKind.TREATMENT,
            subject__in=subjects[start : start + _CHUNK],
            day__lte=max(view.day for view in harvests),
            until__gt=min(view.day for view in harvests),
            event__declared_wrong_at=None,
        )
        for row in rows:
            used = Treatment(row.product, row.day, row.days, is_drug=row.is_drug)
            found.setdefault(row.subject, []).append(used)
    return found


def _too_early(view: View, known: Known) -> Iterator[Fault]:
    """R3, S4: nothing is harvested before the waiting time is over."""
    if not view.is_harvest:
        return
    found = [used for one in known.places.subjects(view) for used in known.treatments.get(one, [])]
    worst = latest_forbidding(found, view.day)
    if worst is None:
        return
    code = "withdrawal_period" if worst.is_drug else "pre_harvest_interval"
    yield Fault("$.eventTime", code, waiting_sentence(worst))


def waiting_sentence(used: Treatment) -> str:
    """Return from when on harvest is allowed, and why."""
    told = {
        "day": formats.date(used.until),
        "product": used.product or _("a product"),
        "used": formats.date(used.used_on),
        "days": used.days,
    }
    if used.is_drug:
        return (
            _(
                "may be harvested from %(day)s because %(product)s was used until %(used)s, "
                "withdrawal time %(days)s days"
            )
            % told
        )
    return (
        _(
            "may be harvested from %(day)s because %(product)s was used on %(used)s, "
            "pre-harvest interval %(days)s days"
        )
        % told
    )


def _banned(view: View, known: Known) -> Iterator[Fault]:
    """R3, S4: banned substances."""
    found = banned_in(view, known.banned, known.places.scopes(view))
    if found is not None:
        told = {"name": found.name, "source": found.source}
        sentence = _("%(name)s must not be used: %(source)s") % told
        yield Fault("$.stt:activeIngredient", "banned_substance", sentence)


def _more_than_there_is(view: View, known: Known) -> Iterator[Fault]:
    """R6-R11: nobody uses or sends more than there is."""
    for one in known.ledger.shortages(known.of(view)):
        if not is_covered(one):
            path = "$.inputQuantityList" if one.way == "use" else "$.quantityList"
            yield Fault(path, "more_than_there_is", _shortage_sentence(one))


def _shortage_sentence(one: Shortage) -> str:
    told = {
        "uri": one.uri,
        "wanted": amount(one.wanted, one.unit),
        "left": amount(one.left, one.unit),
        "there": amount(one.there, one.unit),
    }
    return _("%(wanted)s of %(uri)s are taken, but only %(left)s of %(there)s are left") % told


def amount(value: Decimal, unit: str) -> str:
    """Return an amount as people say it."""
    unit_word = {KILOGRAM: "kg", "": _("packs")}.get(unit, unit)
    return f"{formats.number(value.quantize(Decimal('0.001')))} {unit_word}"


def _before_it_was(view: View, known: Known) -> Iterator[Fault]:
    """Nothing is used before the day it came into being."""
    for uri, born in known.ledger.unborn(known.of(view)):
        told = {"uri": uri, "born": formats.date(born), "day": formats.date(view.day)}
        sentence = _("%(uri)s came into being on %(born)s, so nothing was done with it on %(day)s")
        yield Fault("$.eventTime", "before_its_input", sentence % told)


def _made_twice(view: View, known: Known) -> Iterator[Fault]:
    """One serial comes into being once."""
    for uri in known.ledger.made_twice(known.of(view)):
        sentence = _("%(uri)s exists already; one serial comes into being once") % {"uri": uri}
        yield Fault("$.epcList", "commissioned_twice", sentence)


def _from_nothing(view: View, known: Known) -> Iterator[Fault]:
    """R8, S9: what comes out of a transformation went in."""
    if view.type != "TransformationEvent":
        return
    balance = event_balance(view, **tolerances(known.limits, view.day))
    if balance is None or balance.verdict != "gain":
        return
    told = {
        "out": amount(balance.out_kg + balance.loss_kg, KILOGRAM),
        "into": amount(balance.in_kg, KILOGRAM),
        "percent": formats.number(balance.percent),
    }
    sentence = _("%(out)s came out of %(into)s: %(percent)s %% more than went in") % told
    yield Fault("$.outputQuantityList", "mass_balance", sentence)


def tolerances(ranges: Limits, day: date) -> dict[str, Decimal]:
    """Return by how many percent a balance may be off, as `event_balance` takes them."""
    return {
        "gain_percent": ranges.maximum("balance.gain_percent", day),
        "loss_percent": ranges.maximum("balance.loss_percent", day),
    }


_CHECKS: tuple[Callable[[View, Known], Iterator[Fault]], ...] = (
    _too_early,
    _banned,
    _more_than_there_is,
    _before_it_was,
    _made_twice,
    _from_nothing,
)
