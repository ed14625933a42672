"""Everything that changes a market, a stall, a sale or a day."""

from marketplace.modules.stalls.actions.markets import (
    StallDraft,
    close_stall,
    open_market,
    open_stall,
    set_voice,
)
from marketplace.modules.stalls.actions.sales import (
    cancel_sale,
    pay_in_cash,
    start_sale,
    take_cash,
)

__all__ = [
    "StallDraft",
    "cancel_sale",
    "close_stall",
    "open_market",
    "open_stall",
    "pay_in_cash",
    "set_voice",
    "start_sale",
    "take_cash",
]
