"""Whatever is kept, kept twice, refused or declared wrong: what counts is what was really made."""

from decimal import Decimal

from django.db.models import Sum
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from tests.factories.epcis import LOT, event
from tests.factories.traceability import make_cooperative
from traceability.epcis.actions import capture_events
from traceability.epcis.actor import Actor
from traceability.epcis.core.build import EventBody
from traceability.epcis.corrections import declare_wrong
from traceability.epcis.models import Event, EventElement

ACTS = st.lists(
    st.tuples(st.sampled_from(["keep", "twice", "refuse", "wrong"]), st.integers(1, 10**6)),
    max_size=8,
)


class Sums(TestCase):
    @given(ACTS)
    @settings(max_examples=15, deadline=None)
    def test_sums_of_mass_are_kept(self, acts: list[tuple[str, int]]) -> None:
        party = make_cooperative()
        actor = Actor(party=party)
        expected = Decimal(0)
        for number, (act, grams) in enumerate(acts):
            body = _made(number, grams)
            bodies = [body, body] if act == "twice" else [body]
            if act == "refuse":
                bodies = [body | {"action": "MAKE"}]
            done = capture_events(bodies=bodies, party=party, actor=actor, on_error="proceed")
            if act == "wrong":
                declare_wrong(event=done.events[0], actor=actor)
            elif act != "refuse":
                expected += Decimal(grams) / 1000

        rows = EventElement.objects.filter(event__declared_wrong_at=None)
        assert (rows.aggregate(mass=Sum("quantity"))["mass"] or 0) == expected
        valid = Event.objects.valid()
        assert valid.count() == sum(act in ("keep", "twice") for act, _grams in acts)


def _made(number: int, grams: int) -> EventBody:
    return event(
        quantityList=[{"epcClass": f"{LOT}-{number}", "quantity": grams / 1000, "uom": "KGM"}]
    )
