"""A feed's usual rhythm, and silence against it: nights are no news."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from payments.core.rhythm import counted, is_silent, rhythm_of

MONDAY = datetime(2026, 11, 16, tzinfo=UTC)
LEAST = timedelta(minutes=60)
ALL_DAY = frozenset(range(24))


def market_days(days: int = 7) -> list[datetime]:
    """Return a notice every ten minutes from 5 to 10 in the morning."""
    return [
        MONDAY + timedelta(days=day, hours=5, minutes=10 * number)
        for day in range(days)
        for number in range(30)
    ]


def silent(last: datetime, now: datetime) -> bool:
    rhythm = rhythm_of(market_days())
    assert rhythm is not None
    return is_silent(rhythm, last=last, now=now, times=6, least=LEAST)


def test_too_few_notices_have_no_rhythm() -> None:
    assert rhythm_of(market_days()[:19]) is None


def test_the_hours_and_the_gap_are_read_off_the_notices() -> None:
    rhythm = rhythm_of(market_days())

    assert rhythm is not None
    assert rhythm.hours == frozenset({5, 6, 7, 8, 9})
    assert rhythm.usual_gap == timedelta(minutes=10)


def test_a_night_is_no_silence_and_a_quiet_morning_is() -> None:
    last = MONDAY + timedelta(days=6, hours=9, minutes=50)

    assert not silent(last, last + timedelta(hours=15))
    assert not silent(last, MONDAY + timedelta(days=7, hours=5, minutes=45))
    assert silent(last, MONDAY + timedelta(days=7, hours=6, minutes=30))


def test_one_strange_notice_at_night_makes_the_night_no_usual_hour() -> None:
    rhythm = rhythm_of([*market_days(), MONDAY + timedelta(days=2, hours=23)])

    assert rhythm is not None
    assert 23 not in rhythm.hours


def test_a_busy_feed_is_never_silent_sooner_than_the_least() -> None:
    busy = [MONDAY + timedelta(seconds=10 * number) for number in range(3000)]
    rhythm = rhythm_of(busy)
    assert rhythm is not None
    last = max(busy)

    for minutes, expected in ((55, False), (70, True)):
        now = last + timedelta(minutes=minutes)
        within = counted(last, now, rhythm.hours) > LEAST
        assert is_silent(rhythm, last=last, now=now, times=6, least=LEAST) is within
        if within:
            assert expected


MOMENTS = st.datetimes(
    min_value=datetime(2026, 11, 16),  # noqa: DTZ001 -- Hypothesis adds the zone
    max_value=datetime(2026, 12, 16),  # noqa: DTZ001
    timezones=st.just(UTC),
)
HOURS = st.frozensets(st.integers(0, 23))


@given(MOMENTS, MOMENTS, HOURS)
def test_counted_time_lies_between_nothing_and_all(
    one: datetime, other: datetime, hours: frozenset[int]
) -> None:
    start, end = sorted((one, other))

    assert timedelta() <= counted(start, end, hours) <= end - start
    assert counted(start, end, ALL_DAY) == end - start
    assert counted(start, end, hours) + counted(start, end, ALL_DAY - hours) == end - start


@given(MOMENTS, MOMENTS, MOMENTS, HOURS)
def test_counted_time_adds_up(
    one: datetime, two: datetime, three: datetime, hours: frozenset[int]
) -> None:
    first, middle, last = sorted((one, two, three))

    whole = counted(first, last, hours)
    assert counted(first, middle, hours) + counted(middle, last, hours) == whole
