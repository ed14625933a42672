from datetime import date, timedelta
from threading import Barrier, Thread

import pytest
from django.db import connections
from hypothesis import given
from hypothesis import strategies as st

from tests.factories.traceability import make_household, make_place
from traceability.core.periods import holds_on, overlap
from traceability.errors import SeasonDaysError, SeasonOverlapError
from traceability.models import Place, Season
from traceability.queries import season_on
from traceability.seasons import SeasonDraft, add_season, change_season


@pytest.fixture
def plot() -> Place:
    return make_place(make_household())


def draft(kind: str, start: date, end: date | None) -> SeasonDraft:
    return SeasonDraft(kind=kind, starts_on=start, ends_on=end)


@pytest.mark.django_db
def test_rice_and_shrimp_take_turns_on_one_plot(plot: Place) -> None:
    shrimp = add_season(place=plot, draft=draft("shrimp", date(2026, 1, 10), date(2026, 7, 31)))
    rice = add_season(place=plot, draft=draft("rice", date(2026, 8, 1), None))

    plot = Place.objects.get(pk=plot.pk)
    assert season_on(plot, date(2026, 7, 31)) == shrimp
    assert season_on(plot, date(2027, 7, 1)) == rice
    assert season_on(plot, date(2026, 1, 9)) is None


@pytest.mark.django_db
@pytest.mark.parametrize("end", [date(2026, 7, 31), None])
def test_a_shared_day_is_refused_with_the_other_season_named(plot: Place, end: date | None) -> None:
    add_season(place=plot, draft=draft("shrimp", date(2026, 1, 10), end))

    with pytest.raises(SeasonOverlapError) as raised:
        add_season(place=plot, draft=draft("rice", date(2026, 7, 31), date(2026, 12, 1)))

    assert "10/01/2026" in raised.value.title()


@pytest.mark.django_db
def test_a_season_can_be_ended_and_then_another_begins(plot: Place) -> None:
    shrimp = add_season(place=plot, draft=draft("shrimp", date(2026, 1, 10), None))

    change_season(season=shrimp, draft=draft("shrimp", date(2026, 1, 10), date(2026, 6, 1)))
    add_season(place=plot, draft=draft("rice", date(2026, 6, 2), None))

    assert Season.objects.count() == 2
    with pytest.raises(SeasonDaysError):
        change_season(season=shrimp, draft=draft("shrimp", date(2026, 1, 10), date(2026, 1, 1)))


_DAYS = st.dates(date(2026, 1, 1), date(2026, 3, 1))


@given(_DAYS, st.none() | _DAYS, _DAYS, st.none() | _DAYS)
def test_spans_overlap_exactly_when_some_day_is_in_both(
    a: date, b: date | None, c: date, d: date | None
) -> None:
    days = [date(2025, 12, 1) + timedelta(days=more) for more in range(120)]
    shared = any(holds_on(day, a, b) and holds_on(day, c, d) for day in days)

    if (b is None or a <= b) and (d is None or c <= d):
        assert overlap(a, b, c, d) == shared


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_two_who_sow_at_once_get_one_season(plot: Place) -> None:
    start, results = Barrier(2), []

    def sow(kind: str) -> None:
        start.wait()
        try:
            add_season(place=plot, draft=draft(kind, date(2026, 1, 1), date(2026, 5, 1)))
            results.append("kept")
        except SeasonOverlapError:
            results.append("refused")
        finally:
            connections.close_all()

    threads = [Thread(target=sow, args=[kind]) for kind in ("rice", "shrimp")]
    for one in threads:
        one.start()
    for one in threads:
        one.join()

    assert sorted(results) == ["kept", "refused"]
