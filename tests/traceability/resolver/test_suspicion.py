from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from traceability.resolver.core.areas import AreaTable, AreaTableError
from traceability.resolver.core.suspicion import (
    Area,
    Limits,
    PackFacts,
    Rule,
    Sighting,
    findings,
    is_marked,
    kilometres,
    score,
)

NOON = datetime(2026, 1, 20, 12, tzinfo=UTC)
SOC_TRANG = Area("VN-52", 9.6, 105.97)
CAN_THO = Area("VN-CT", 10.04, 105.78)
HA_NOI = Area("VN-HN", 21.03, 105.85)
TOKYO = Area("JP-13", 35.69, 139.69)
LIMITS = Limits(weights=dict.fromkeys(Rule, 10))


def facts(**more: object) -> PackFacts:
    known = {"devices": 1, "on_sale_since": NOON - timedelta(days=5)} | more
    return PackFacts(**known)  # type: ignore[arg-type]


def seen(*areas: Area | None, hours: float = 1) -> list[Sighting]:
    return [Sighting(NOON + timedelta(hours=n * hours), area) for n, area in enumerate(areas)]


def rules(sightings: list[Sighting], pack: PackFacts) -> set[Rule]:
    return {one.rule for one in findings(sightings, pack, LIMITS)}


def test_a_quiet_pack_has_nothing_odd() -> None:
    assert findings(seen(SOC_TRANG, CAN_THO, None), facts(devices=20), LIMITS) == []


def test_more_devices_than_the_limit_are_odd() -> None:
    assert rules([], facts(devices=21)) == {Rule.MANY_DEVICES}


def test_two_areas_too_far_apart_for_the_time_are_odd() -> None:
    (found,) = findings(seen(SOC_TRANG, HA_NOI), facts(), LIMITS)

    assert (found.rule, found.facts) == (
        Rule.TOO_FAR,
        {"from": "VN-52", "to": "VN-HN", "km": 1271},
    )
    assert rules(seen(SOC_TRANG, HA_NOI, hours=2), facts()) == set()


def test_near_areas_are_never_too_far() -> None:
    assert kilometres(SOC_TRANG, CAN_THO) < 100
    assert rules(seen(SOC_TRANG, CAN_THO, hours=0), facts()) == set()


def test_what_nobody_can_place_is_passed_over() -> None:
    assert rules(seen(SOC_TRANG, None, HA_NOI, hours=1), facts()) == set()
    assert rules(seen(None, HA_NOI, hours=0), facts()) == set()


def test_a_scan_before_it_is_on_sale_is_odd() -> None:
    assert rules(seen(None), facts(on_sale_since=None)) == {Rule.TOO_EARLY}
    assert rules(seen(None), facts(on_sale_since=NOON + timedelta(minutes=1))) == {Rule.TOO_EARLY}
    assert rules(seen(None), facts(on_sale_since=NOON)) == set()


def test_a_scan_outside_where_it_is_meant_to_be_sold_is_odd() -> None:
    assert rules(seen(TOKYO), facts(destinations=frozenset({"VN"}))) == {Rule.OUTSIDE_MARKET}
    assert rules(seen(HA_NOI), facts(destinations=frozenset({"VN"}))) == set()
    assert rules(seen(HA_NOI), facts(destinations=frozenset({"VN-52"}))) == {Rule.OUTSIDE_MARKET}
    assert rules(seen(TOKYO), facts()) == set()


def test_a_household_may_open_what_it_bought() -> None:
    sold = facts(sold_on=date(2026, 1, 19))

    assert rules(seen(*[None] * 5, hours=0), sold) == set()
    assert rules(seen(*[None] * 6, hours=0), sold) == {Rule.AFTER_SALE}


def test_a_label_thrown_away_should_not_be_scanned_at_all() -> None:
    assert rules(seen(None), facts(ended_on=date(2026, 1, 19))) == {Rule.AFTER_END}


def test_a_rule_without_points_is_off() -> None:
    limits = Limits(weights={Rule.MANY_DEVICES: 0})

    assert findings([], facts(devices=99), limits) == []


def test_each_rule_counts_once_with_the_most_it_gave() -> None:
    assert score([("too_far", 40), ("too_far", 50), ("too_early", 20)]) == 70
    assert score([]) == 0


@given(st.lists(st.integers(0, 120), min_size=1))
def test_a_mark_never_flickers_between_the_two_lines(points: list[int]) -> None:
    marked = False
    for given_points in points:
        before, marked = marked, is_marked(given_points, LIMITS, was_marked=marked)
        if LIMITS.lower_below <= given_points < LIMITS.raise_at:
            assert marked == before
        else:
            assert marked == (given_points >= LIMITS.raise_at)


def test_distances_are_those_of_a_globe() -> None:
    assert round(kilometres(HA_NOI, TOKYO), -1) == 3670
    assert kilometres(TOKYO, TOKYO) == 0


TABLE = """# operator's own
113.160.0.0/11,VN-HN,21.03,105.85
113.161.7.0/24,VN-52,9.6,105.97
113.161.8.0/24
2001:ee0::/32,VN-SG,10.8,106.7

"""


def test_the_smallest_network_decides() -> None:
    table = AreaTable.read(TABLE.splitlines())

    found = [table.of(one) for one in ("113.161.7.9", "113.170.0.1", "113.161.8.1", "8.8.8.8")]
    assert [area.code if area else None for area in found] == ["VN-52", "VN-HN", None, None]


def test_old_and_new_addresses_are_read() -> None:
    table = AreaTable.read(TABLE.splitlines())

    assert table.of("2001:ee0:1::5") == Area("VN-SG", 10.8, 106.7)
    assert table.of("::ffff:113.161.7.9") == SOC_TRANG
    assert table.of("no address") is None
    assert AreaTable().of("113.161.7.9") is None


@pytest.mark.parametrize("line", ["nothing", "113.160.0.0/11,VN-HN,north,5", "1.2.3.0/24,VN-HN"])
def test_a_bad_line_is_named(line: str) -> None:
    with pytest.raises(AreaTableError) as caught:
        AreaTable.read(["# fine", line])

    assert caught.value.line == 2
