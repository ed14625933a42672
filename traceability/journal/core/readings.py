"""What devices send: read, checked, put right where their clock is wrong. Pure.

A request is one reading ``{"type": "salinity", "value": 3.1, "time": "2026-01-14T06:30:00Z"}``, a
list of them, or ``{"sent_at": "…", "readings": […]}``. ``sent_at`` is the device's clock when it
sends: a clock that is off by more than five minutes is found out and every time is moved by it.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from decimal import Decimal

from traceability.journal.core.measures import MEASURES

SKEW = timedelta(minutes=5)
"""A clock this far off is taken for right."""
MOST = 1000
_UNITS = {"conductivity": {"mS/cm", "dS/m"}}


class ReadingsError(ValueError):
    """A request that holds no readings at all."""


@dataclass(frozen=True, slots=True)
class ReadingDraft:
    """One value: when by the device's clock, when by ours."""

    measure: str
    value: Decimal
    device_time: datetime
    taken_at: datetime
    is_clock_wrong: bool = False


@dataclass(frozen=True, slots=True)
class ReadingFault:
    """What is wrong with one reading of a request, counted from 0."""

    index: int
    code: str
    message: str


@dataclass(frozen=True, slots=True)
class Parcel:
    """A request: its good readings, what is wrong with the others."""

    drafts: Sequence[ReadingDraft]
    faults: Sequence[ReadingFault]


def parse(content: bytes, received_at: datetime) -> Parcel:
    """Return the readings of a request.

    Raises:
        ReadingsError: no JSON, no readings, or more than 1,000.
    """
    listed, sent_at = _listed(content)
    skew = _skew(sent_at, received_at)
    drafts: list[ReadingDraft] = []
    faults: list[ReadingFault] = []
    for index, one in enumerate(listed):
        try:
            drafts.append(_draft(one, received_at, skew))
        except _FaultError as fault:
            faults.append(ReadingFault(index, fault.code, str(fault)))
    return Parcel(drafts, faults)


class _FaultError(ValueError):
    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


def _listed(content: bytes) -> tuple[list[object], object]:
    try:
        told = json.loads(content, parse_float=Decimal, parse_int=Decimal, parse_constant=str)
    except (ValueError, RecursionError) as error:
        raise ReadingsError("this is no JSON") from error
    sent_at = told.get("sent_at") if isinstance(told, dict) else None
    listed = told.get("readings", [told]) if isinstance(told, dict) else told
    if not isinstance(listed, list) or not listed:
        raise ReadingsError("there are no readings")
    if len(listed) > MOST:
        raise ReadingsError(f"there are more than {MOST} readings")
    return listed, sent_at


def _skew(sent_at: object, received_at: datetime) -> timedelta:
    """Return by how much the device's clock is behind ours; nothing where it is about right."""
    if sent_at is None:
        return timedelta()
    moment = _moment(sent_at)
    if moment is None:
        raise ReadingsError("sent_at is no time with its zone")
    off = received_at - moment
    return off if abs(off) > SKEW else timedelta()


def _draft(one: object, received_at: datetime, skew: timedelta) -> ReadingDraft:
    if not isinstance(one, dict):
        raise _FaultError("reading", "a reading is an object")
    measure = _measure(one)
    value = _value(one, measure)
    device_time, taken_at = _times(one, received_at, skew)
    is_wrong = taken_at != device_time
    return ReadingDraft(measure, value, device_time, taken_at, is_wrong)


def _measure(one: Mapping[str, object]) -> str:
    code = one.get("type")
    if not isinstance(code, str) or code not in MEASURES:
        raise _FaultError("type", f"type is none of {', '.join(MEASURES)}")
    unit = one.get("unit")
    known = {MEASURES[code].unit, MEASURES[code].uom} | _UNITS.get(code, set())
    if unit is not None and unit not in known:
        raise _FaultError("unit", f"{code} is measured in {MEASURES[code].unit}")
    return code


def _value(one: Mapping[str, object], code: str) -> Decimal:
    value, measure = one.get("value"), MEASURES[code]
    if not isinstance(value, Decimal) or not value.is_finite():
        raise _FaultError("value", "value is no number")
    if not measure.low <= value <= measure.high:
        told = f"{code} is between {measure.low} and {measure.high} {measure.unit}"
        raise _FaultError("range", told)
    return round(value, 4)


def _times(
    one: Mapping[str, object], received_at: datetime, skew: timedelta
) -> tuple[datetime, datetime]:
    """Return the device's time and ours; a device without a clock is dated to the minute."""
    stamp = one.get("time")
    if stamp is None:
        minute = received_at.replace(second=0, microsecond=0)
        return minute, minute
    moment = _moment(stamp)
    if moment is None:
        raise _FaultError("time", "time is no time with its zone, such as 2026-01-14T06:30:00Z")
    taken_at = moment + skew
    return moment, (taken_at if taken_at <= received_at + SKEW else received_at)


def _moment(stamp: object) -> datetime | None:
    """Return an ISO 8601 time or a number of seconds since 1970; None for anything else."""
    try:
        if isinstance(stamp, Decimal):
            return datetime.fromtimestamp(float(stamp), UTC)
        moment = datetime.fromisoformat(str(stamp))
    except (ValueError, OverflowError, OSError):
        return None
    return moment.astimezone(UTC) if moment.tzinfo else None
