"""Tables of markets and stalls."""

from marketplace.modules.stalls.models.days import BookLine, DayClose
from marketplace.modules.stalls.models.markets import Language, Market, Stall
from marketplace.modules.stalls.models.sales import Announcement, Sale
from marketplace.modules.stalls.models.stands import StandCheck, StandPrint

__all__ = [
    "Announcement",
    "BookLine",
    "DayClose",
    "Language",
    "Market",
    "Sale",
    "Stall",
    "StandCheck",
    "StandPrint",
]
