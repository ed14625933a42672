"""Timetables of subscriptions: second, minute, hour, day of month, month, day of week. Pure.

A field is a number, a range ``[1-5]``, or several of them with commas; a field that is left out
takes any value, except that finer fields than the finest given one are at their start.

Source: GS1 EPCIS 2.0, section 8.2.5.3 (query schedule).
"""

import re
from collections.abc import Mapping
from datetime import datetime, timedelta

from traceability.epcis.core.build import Json

FIELDS = {
    "second": (0, 59),
    "minute": (0, 59),
    "hour": (0, 23),
    "dayOfMonth": (1, 31),
    "month": (1, 12),
    "dayOfWeek": (1, 7),
}
_PART = re.compile(r"(\d{1,2})|\[(\d{1,2})-(\d{1,2})\]|(\d{1,2})-(\d{1,2})")
_FARTHEST = timedelta(days=366 * 8 + 10)


class ScheduleError(ValueError):
    """A timetable that says nothing, or nothing possible."""


Timetable = Mapping[str, frozenset[int]]


def read(schedule: Mapping[str, Json]) -> dict[str, frozenset[int]]:
    """Return the values of each field.

    Raises:
        ScheduleError: a field is unknown or out of range, or there is none.
    """
    unknown = sorted(set(schedule) - set(FIELDS))
    if unknown or not schedule:
        raise ScheduleError(f"schedule takes {', '.join(FIELDS)}")
    given = {name: _values(name, str(schedule[name])) for name in FIELDS if name in schedule}
    for name in ("second", "minute", "hour"):
        if name in given:
            break
        given[name] = frozenset({0})
    return given


def next_after(table: Timetable, moment: datetime) -> datetime:
    """Return the first time behind ``moment`` that the timetable names, in ``moment``'s zone.

    Raises:
        ScheduleError: there is none, as on 31 February.
    """
    found = moment.replace(microsecond=0) + timedelta(seconds=1)
    while not _fits_day(table, found):
        found = (found + timedelta(days=1)).replace(hour=0, minute=0, second=0)
        if found - moment > _FARTHEST:
            raise ScheduleError("schedule names no day that ever comes")
    while found.hour not in table.get("hour", _ALL["hour"]):
        found = (found + timedelta(hours=1)).replace(minute=0, second=0)
        if not _fits_day(table, found):
            return next_after(table, found - timedelta(seconds=1))
    return _fine(table, found)


def _fine(table: Timetable, found: datetime) -> datetime:
    minutes, seconds = table.get("minute", _ALL["minute"]), table.get("second", _ALL["second"])
    for minute in sorted(one for one in minutes if one >= found.minute):
        first = found.second if minute == found.minute else 0
        second = next((one for one in sorted(seconds) if one >= first), None)
        if second is not None:
            return found.replace(minute=minute, second=second)
    return next_after(table, found.replace(minute=59, second=59))


def _fits_day(table: Timetable, day: datetime) -> bool:
    asked = {"month": day.month, "dayOfMonth": day.day, "dayOfWeek": day.isoweekday()}
    return all(value in table.get(name, _ALL[name]) for name, value in asked.items())


def _values(name: str, text: str) -> frozenset[int]:
    lowest, highest = FIELDS[name]
    found: set[int] = set()
    for part in text.replace(" ", "").split(","):
        match = _PART.fullmatch(part)
        if match is None:
            raise ScheduleError(f"schedule.{name} takes numbers and ranges such as [1-5]")
        first = int(match[1] or match[2] or match[4])
        last = int(match[3] or match[5] or first)
        if not lowest <= first <= last <= highest:
            raise ScheduleError(f"schedule.{name} is from {lowest} to {highest}")
        found |= set(range(first, last + 1))
    return frozenset(found)


_ALL = {name: frozenset(range(low, high + 1)) for name, (low, high) in FIELDS.items()}
