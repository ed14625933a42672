"""What delivery of one seller's goods costs and when they come. Pure."""

from dataclasses import dataclass
from datetime import date, timedelta

SUNDAY = 6


@dataclass(frozen=True, slots=True)
class Tariff:
    """One way a seller's goods reach the buyer.

    Attributes:
        code: what the form sends back, unique within the seller.
        price: whole đồng.
        free_from: goods from this amount on travel free; ``None``: never.
        days: working days from tomorrow until it arrives.
    """

    code: str
    price: int
    free_from: int | None
    days: int


def charge(tariff: Tariff, goods: int) -> int:
    """Return what delivery costs in đồng for goods worth ``goods`` đồng.

    >>> home = Tariff("home", 22000, 300000, 2)
    >>> charge(home, 299999), charge(home, 300000)
    (22000, 0)
    """
    if tariff.free_from is not None and goods >= tariff.free_from:
        return 0
    return tariff.price


def arrives_on(tariff: Tariff, today: date) -> date:
    """Return the day the parcel is expected: no parcel arrives on a Sunday.

    >>> arrives_on(Tariff("home", 0, None, 1), date(2026, 11, 21))
    datetime.date(2026, 11, 23)
    """
    day = today
    for _ in range(tariff.days):
        day += timedelta(days=1)
        if day.weekday() == SUNDAY:
            day += timedelta(days=1)
    return day
