"""Everything that changes a market, a stall, a sale or a day."""

from marketplace.modules.stalls.actions.book import Drawer, add_line, close_day
from marketplace.modules.stalls.actions.claims import claim_money
from marketplace.modules.stalls.actions.giving import GiveBack, give_back
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
    "Drawer",
    "GiveBack",
    "StallDraft",
    "add_line",
    "cancel_sale",
    "claim_money",
    "close_day",
    "close_stall",
    "give_back",
    "open_market",
    "open_stall",
    "pay_in_cash",
    "set_voice",
    "start_sale",
    "take_cash",
]
