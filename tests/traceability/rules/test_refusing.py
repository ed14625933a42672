from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from tests.factories.traceability import make_cooperative, make_place
from tests.traceability.rules.bodies import (
    BRAN,
    PADDY,
    PLOT,
    RICE,
    event,
    harvested,
    kg,
    milled,
    observed,
    sprayed,
)
from traceability.epcis.actions import capture_events
from traceability.epcis.actor import Actor
from traceability.epcis.core.build import EventBody
from traceability.errors import InvalidEventError
from traceability.identifiers import IdentifierDraft, give_identifier, succeed_identifier
from traceability.models import Party
from traceability.rules.models import BannedSubstance, FieldAct, Limit

pytestmark = pytest.mark.django_db

OTHER_PLOT = "https://id.gs1.org/414/9520600010014/254/A-4"


@pytest.fixture
def party() -> Party:
    return make_cooperative()


def keep(party: Party, *bodies: EventBody) -> None:
    capture_events(bodies=bodies, party=party, actor=Actor())


def codes(party: Party, *bodies: EventBody) -> list[tuple[int, str]]:
    done = capture_events(bodies=bodies, party=party, actor=Actor(), on_error="proceed")
    return [(at, fault.code) for at, fault in done.faults]


def test_a_harvest_within_the_interval_is_refused_with_the_day_it_may_be(party: Party) -> None:
    keep(party, sprayed(day=-3, wait=14))

    with pytest.raises(InvalidEventError) as raised, translation.override("vi"):
        keep(party, harvested())

    assert (
        "thu hoạch được từ ngày 21/03/2026 vì Thuốc mẫu 5EC dùng ngày 07/03/2026, "
        "phải cách ly 14 ngày" in raised.value.title()
    )


@pytest.mark.parametrize(("day", "found"), [(-4, []), (-3, [(0, "pre_harvest_interval")])])
def test_the_first_day_after_the_interval_is_free(
    party: Party, day: int, found: list[tuple[int, str]]
) -> None:
    keep(party, sprayed(day=-10, wait=7) | {"stt:startedOn": "2026-02-01"})
    assert codes(party, harvested(day=-3)) == []

    keep(party, sprayed(day=day, wait=4))
    assert codes(party, harvested(amount=5000)) == found


def test_another_plot_is_not_touched_and_a_spray_after_harvest_neither(party: Party) -> None:
    keep(party, sprayed(place=OTHER_PLOT), sprayed(day=2))

    assert codes(party, harvested()) == []


def test_a_harvest_written_down_late_is_judged_by_its_own_day(party: Party) -> None:
    keep(party, sprayed(day=-30, wait=10), sprayed(day=-2, wait=10))

    assert codes(party, harvested(day=-15)) == []
    assert codes(party, harvested(day=0)) == [(0, "pre_harvest_interval")]


def test_spray_and_harvest_in_one_batch_are_judged_together(party: Party) -> None:
    assert codes(party, sprayed(), harvested()) == [(1, "pre_harvest_interval")]


def test_a_withdrawal_time_runs_from_the_last_day_of_the_drug(party: Party) -> None:
    drug = sprayed(day=-20, wait=0) | {
        "stt:withdrawalDays": 15,
        "stt:endedOn": "2026-03-01",
    }
    keep(party, drug)

    assert codes(party, harvested(day=5)) == [(0, "withdrawal_period")]
    assert codes(party, harvested(day=6)) == []


def test_plots_named_in_the_event_count_and_survive_a_new_gln(party: Party) -> None:
    plot = make_place(party)
    old = IdentifierDraft(scheme="gln", value="9520600010014", extension="A-3")
    first = give_identifier(owner=plot, draft=old)
    succeed_identifier(
        identifier=first,
        draft=IdentifierDraft(scheme="gln", value="9520600010038", valid_from=date(2026, 3, 9)),
    )
    keep(party, sprayed())

    renamed = harvested() | {"readPoint": {"id": "https://id.gs1.org/414/9520600010038"}}
    listed = harvested(amount=5) | {"readPoint": {"id": "urn:x:y"}, "stt:plots": [plot.uuid.urn]}

    assert codes(party, renamed, listed) == [
        (0, "pre_harvest_interval"),
        (1, "pre_harvest_interval"),
    ]


def test_a_declared_error_lifts_the_interval(party: Party) -> None:
    wrong = sprayed() | {"eventID": "urn:uuid:11111111-1111-4111-8111-111111111111"}
    keep(party, wrong)
    keep(
        party,
        wrong | {"errorDeclaration": {"declarationTime": "2026-03-09T08:00:00+07:00"}},
    )

    assert codes(party, harvested()) == []


@pytest.mark.parametrize("name", ["Cloramphenicol 10%", "CHLORAMPHENICOL", "xanh malachit"])
def test_a_banned_substance_is_refused_by_any_of_its_names(party: Party, name: str) -> None:
    assert codes(party, sprayed() | {"stt:activeIngredient": name}) == [(0, "banned_substance")]


def test_a_ban_counts_from_its_first_day_and_where_it_applies(party: Party) -> None:
    field = make_place(party, "pond")
    BannedSubstance.objects.filter(name="paraquat").update(valid_from=date(2026, 3, 8))
    early = sprayed(day=-3) | {"stt:activeIngredient": "paraquat"}
    late = sprayed(day=-2) | {"stt:activeIngredient": "Paraquat"}
    in_pond = sprayed(day=-2, place=field.uuid.urn) | {"stt:activeIngredient": "paraquat"}

    assert codes(party, early, late, in_pond) == [(1, "banned_substance")]


def test_nobody_mills_more_paddy_than_was_harvested(party: Party) -> None:
    keep(party, harvested(6200), milled(5400))

    with pytest.raises(InvalidEventError) as raised, translation.override("vi"):
        keep(party, milled(1000, kg(RICE, 600), day=5))

    assert "1.000 kg" in raised.value.title()
    assert "chỉ còn 800 kg trong 6.200 kg" in raised.value.title()
    assert codes(party, milled(800, kg(RICE, 500), day=5)) == []


def test_a_batch_is_counted_as_it_goes(party: Party) -> None:
    found = codes(party, harvested(1000), milled(700, kg(RICE, 400)), milled(700, kg(BRAN, 50)))

    assert found == [(2, "more_than_there_is")]


def test_the_same_batch_again_changes_nothing(party: Party) -> None:
    batch = (harvested(1000), milled(1000, kg(RICE, 650)))
    keep(party, *batch)

    assert codes(party, *batch) == []
    assert FieldAct.objects.filter(subject=PLOT, kind="harvest").count() == 1


def test_nobody_ships_more_than_there_is_and_what_came_back_may_go_again(party: Party) -> None:
    keep(party, harvested(1000), observed("shipping", kg(PADDY, 900), day=1))

    assert codes(party, observed("shipping", kg(PADDY, 200), day=2)) == [(0, "more_than_there_is")]
    keep(party, observed("receiving", kg(PADDY, 890), day=3))
    assert codes(party, observed("shipping", kg(PADDY, 900), day=4)) == []


def test_an_uncounted_harvest_is_not_judged(party: Party) -> None:
    keep(party, harvested(None))

    assert codes(party, milled(99_999, kg(RICE, 60_000))) == []


def test_nothing_is_milled_before_it_is_harvested(party: Party) -> None:
    keep(party, harvested())

    assert codes(party, milled(100, kg(RICE, 60), day=-1)) == [(0, "before_its_input")]
    assert codes(party, milled(100, kg(RICE, 60), day=0)) == []


def test_one_serial_comes_into_being_once(party: Party) -> None:
    pack = "https://id.gs1.org/01/09520600012353/21/7K3QZ9XWPM"
    made = event("ObjectEvent", action="ADD", bizStep="commissioning", epcList=[pack], place="")
    keep(party, made)

    assert codes(party, made | {"eventTime": "2026-03-11T12:00:00+07:00"}) == [
        (0, "commissioned_twice")
    ]


def test_nothing_comes_from_nothing(party: Party) -> None:
    assert codes(party, milled(1000, kg(RICE, 1021))) == [(0, "mass_balance")]
    Limit.objects.filter(code="balance.gain_percent").update(maximum=3)
    assert codes(party, milled(1000, kg(RICE, 1021))) == []


def test_a_hundred_events_ask_as_few_questions_as_one(party: Party) -> None:
    def asked(count: int, at: int) -> int:
        bodies = [
            event(
                "ObjectEvent",
                day=at,
                place=f"https://id.gs1.org/414/9520600010014/254/P-{at}-{number}",
                action="ADD",
                bizStep="commissioning",
                quantityList=[kg(f"https://id.gs1.org/01/09520600012315/10/L{at}-{number}", 100)],
            )
            for number in range(count)
        ]
        with CaptureQueriesContext(
            connection,
        ) as queries:
            keep(party, *bodies)
        return len([one for one in queries if one["sql"].startswith("SELECT")])

    asked(1, 0)
    assert asked(100, 1) <= asked(1, 2)
