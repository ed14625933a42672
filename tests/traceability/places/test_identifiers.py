from datetime import UTC, date, datetime

import pytest
from django.core.exceptions import ValidationError

from marketplace.kernel.models import AuditRow
from tests.factories.traceability import make_cooperative, make_household, make_place
from traceability.errors import (
    IdentifierDayError,
    IdentifierEndedError,
    IdentifierLiveError,
    IdentifierTakenError,
)
from traceability.identifiers import (
    IdentifierDraft,
    end_identifier,
    give_identifier,
    live,
    succeed_identifier,
)
from traceability.models import IdentifierScheme, Place, PlaceIdentifier
from traceability.queries import place_uri, places_by_uri

pytestmark = pytest.mark.django_db

OLD, NEW = "9520600010014", "9520600010038"
AREA = IdentifierScheme.GROWING_AREA


def area(value: str, **fields: object) -> IdentifierDraft:
    return IdentifierDraft(scheme=AREA, value=value, **fields)  # type: ignore[arg-type]


@pytest.fixture
def plot() -> Place:
    return make_place(make_household())


def test_a_code_is_followed_by_another_and_both_stay(plot: Place) -> None:
    first = give_identifier(owner=plot, draft=area("VN-94-1", valid_from=date(2024, 1, 1)))
    second = succeed_identifier(
        identifier=first, draft=area("VN-92-7", valid_from=date(2025, 7, 1))
    )

    kept = PlaceIdentifier.objects.get(pk=first.pk)
    assert (kept.value, kept.valid_to, kept.successor_id) == (
        "VN-94-1",
        date(2025, 6, 30),
        second.pk,
    )
    assert str(live(plot, AREA, date(2025, 6, 30))) == "VN-94-1"
    assert str(live(plot, AREA, date(2025, 7, 1))) == "VN-92-7"
    assert AuditRow.objects.filter(action="identifier.followed").count() == 1


def test_a_second_live_code_of_one_kind_is_refused(plot: Place) -> None:
    give_identifier(owner=plot, draft=area("VN-94-1"))

    with pytest.raises(IdentifierLiveError):
        give_identifier(owner=plot, draft=area("VN-94-2"))


def test_one_code_names_one_thing_at_a_time_but_may_come_back(plot: Place) -> None:
    other = make_place(plot.party, name="Ruộng B")
    first = give_identifier(owner=plot, draft=area("VN-94-1", valid_from=date(2020, 1, 1)))
    with pytest.raises(IdentifierTakenError, match="Ruộng A3"):
        give_identifier(owner=other, draft=area("VN-94-1", valid_from=date(2023, 1, 1)))

    end_identifier(identifier=first, last_day=date(2022, 12, 31))
    again = give_identifier(owner=other, draft=area("VN-94-1", valid_from=date(2023, 1, 1)))

    assert live(other, AREA) == again
    assert live(plot, AREA) is None
    with pytest.raises(IdentifierEndedError):
        end_identifier(identifier=first, last_day=date(2022, 12, 31))


def test_a_follower_begins_after_the_code_it_follows(plot: Place) -> None:
    first = give_identifier(owner=plot, draft=area("VN-94-1", valid_from=date(2024, 1, 1)))

    for day in (None, date(2023, 12, 31), date(2024, 1, 1)):
        with pytest.raises(IdentifierDayError):
            succeed_identifier(identifier=first, draft=area("VN-92-7", valid_from=day))


def test_a_gln_must_be_one_and_no_code_has_spaces(plot: Place) -> None:
    with pytest.raises(ValidationError):
        give_identifier(owner=plot, draft=IdentifierDraft(scheme="gln", value="9520600010015"))
    with pytest.raises(ValidationError):
        give_identifier(owner=plot, draft=area("VN 94"))


def test_events_name_a_place_by_the_gln_of_their_own_day(plot: Place) -> None:
    first = give_identifier(
        owner=plot,
        draft=IdentifierDraft(scheme="gln", value=OLD, valid_from=date(2024, 1, 1)),
    )
    succeed_identifier(
        identifier=first,
        draft=IdentifierDraft(scheme="gln", value=NEW, valid_from=date(2025, 7, 1)),
    )
    plot.refresh_from_db()

    before = place_uri(plot, datetime(2025, 6, 30, 5, tzinfo=UTC))
    after = place_uri(plot, datetime(2025, 7, 1, 5, tzinfo=UTC))

    assert before == f"https://id.gs1.org/414/{OLD}"
    assert after == f"https://id.gs1.org/414/{NEW}"
    assert place_uri(plot, datetime(2023, 1, 1, tzinfo=UTC)) == plot.uuid.urn
    assert plot.gln == NEW
    day, late = date(2024, 5, 5), date(2026, 1, 1)
    assert places_by_uri({(before, day), (before, late), (plot.uuid.urn, late)}) == {
        (before, day): plot,
        (plot.uuid.urn, late): plot,
    }


def test_a_gln_on_the_row_alone_is_still_understood() -> None:
    cooperative = make_cooperative()
    mill = make_place(cooperative, "mill", gln=OLD, gln_extension="A-1")
    uri = f"https://id.gs1.org/414/{OLD}/254/A-1"

    assert place_uri(mill) == uri
    assert places_by_uri({(uri, date(2020, 1, 1))}) == {(uri, date(2020, 1, 1)): mill}

    give_identifier(owner=mill, draft=IdentifierDraft(scheme="facility", value="DL.123"))
    mill.refresh_from_db()
    assert (mill.gln, place_uri(mill)) == (OLD, uri)


def test_ten_places_are_found_with_as_many_queries_as_one(
    django_assert_num_queries: object,
) -> None:
    cooperative = make_cooperative()
    days = [date(2026, 1, day) for day in range(1, 11)]
    named = {(make_place(cooperative, name=f"{day}").uuid.urn, day) for day in days}

    with django_assert_num_queries(1):  # type: ignore[operator]
        assert len(places_by_uri(named)) == 10
