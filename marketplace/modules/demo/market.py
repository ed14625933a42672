"""A market at Lịch Hội Thượng: twelve stalls, one of them quiet, two with one account."""

from datetime import timedelta

from marketplace.base.accounts.models import User
from marketplace.kernel.clock import now
from marketplace.kernel.money import Money
from marketplace.modules.demo.accounts import MANAGER, DemoAccount
from marketplace.modules.demo.data import table
from marketplace.modules.demo.money import FEED, SANDBOX_BIN, bring_money, pay
from marketplace.modules.demo.people import make_user
from marketplace.modules.stalls import actions
from marketplace.modules.stalls.actions.stands import print_stand
from marketplace.modules.stalls.models import Market, Stall
from payments.actions import add_payout_account, connect_feed, verify_payout_account
from payments.models import Payee, PayoutAccount

EVENTS = 9200
PRICES = (50_000, 85_000, 35_000, 120_000)


def load_market(staff: User) -> Market:
    """Open the market with its stalls, and let the morning's customers pay."""
    manager = make_user(MANAGER)
    market = actions.open_market(
        slug="lich-hoi-thuong",
        name="Chợ Lịch Hội Thượng",
        place="Xã Lịch Hội Thượng, Sóc Trăng",
        managers=[manager],
        acting_user=staff,
    )
    payees: dict[str, Payee] = {}
    for place, row in enumerate(table("stalls")):
        stall = _stall(market, row, payees, staff)
        payees[row["code"]] = stall.payee
        if row.get("quiet"):
            # It opened weeks ago and nobody has scanned its code since.
            Stall.objects.filter(pk=stall.pk).update(opened_at=now() - timedelta(days=19))
        else:
            _morning(stall, place)
    return market


def _stall(market: Market, row: dict[str, str], payees: dict[str, Payee], staff: User) -> Stall:
    shared = payees.get(row.get("same_as", ""))
    vendors = [] if shared else [make_user(DemoAccount(row["phone"], f"Sạp {row['number']} (mẫu)"))]
    stall = actions.open_stall(
        market=market,
        draft=actions.StallDraft(
            code=row["code"],
            number=row["number"],
            name=row["name"],
            aisle=row["aisle"],
            position=int(row["number"]),
            goods=row["goods"],
            language=row.get("language", "vi"),
        ),
        payee=shared,
        legal_name=f"SAP {row['number']} CHO LICH HOI THUONG",
        vendors=vendors,
        acting_user=staff,
    )
    if shared is None:
        _account(stall, staff)
    print_stand(stall=stall, acting_user=staff)
    return stall


def _account(stall: Stall, staff: User) -> None:
    account = add_payout_account(
        payee=stall.payee,
        bank_bin=SANDBOX_BIN,
        account_number=f"SCTDEMOCHO{stall.code}",
        holder_name=stall.payee.legal_name,
        acting_user=staff,
    )
    account = verify_payout_account(account=account, acting_user=staff)
    connect_feed(account=account, feed_code=FEED, acting_user=staff)


def _morning(stall: Stall, place: int) -> None:
    """Two sales by QR, one at the stand, one in cash."""
    vendor = stall.payee.members.order_by("pk")[0]
    account = PayoutAccount.objects.get(payee=stall.payee, active=True)
    event = EVENTS + 10 * place
    for number in range(2):
        amount = Money(PRICES[(place + number) % len(PRICES)])
        sale = actions.start_sale(
            stall=stall, amount=amount, client_id=f"demo-{number}", acting_user=vendor
        )
        pay(sale.charge, event=event + number, at=now())
    at_the_stand = PRICES[place % len(PRICES)]
    bring_money(account, at_the_stand, f"{stall.memo_code} mua hang", event=event + 5, at=now())
    cash = Money(PRICES[(place + 2) % len(PRICES)])
    actions.take_cash(stall=stall, amount=cash, client_id="demo-cash", acting_user=vendor)
