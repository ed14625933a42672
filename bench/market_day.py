# ruff: noqa: ANN001, ANN201, ANN202, ANN204
"""A day at a market, played through the real webhooks.

Run: ``python bench/market_day.py [stalls] [payments a stall]``.

60 stalls from 5 to 11 in the morning, each with its own account, a bank feed that signs every
notice and sends some twice, a wallet, cash, short, excess, late and unknown money, and money given
back. In the evening every stall is closed against a tally kept apart from the shop, and books,
bank, wallet and drawers are compared to the đồng. Figures go into the note of a change.
"""

import json
import logging
import os
import random
import sys
import time
from collections import Counter
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from itertools import count
from pathlib import Path
from uuid import uuid4

sys.path.insert(0, str(Path(__file__).parents[1]))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "marketplace.settings.test")

import django
from django.conf import settings

SECRET = "a-secret-of-this-run"
DAY = date(2026, 11, 21)
OPENS = datetime(2026, 11, 20, 22, 0, tzinfo=UTC)  # five in the morning in Sóc Trăng
HOURS = 6
TWICE = 0.05
KINDS = {
    "qr": 44,
    "static": 22,
    "cash": 20,
    "wallet": 5,
    "short": 2,
    "excess": 2,
    "late": 2,
    "unknown": 2,
    "refund": 1,
}
PRICES = (10_000, 15_000, 20_000, 25_000, 35_000, 50_000, 85_000, 120_000, 200_000)


class NoMigrations:
    """Tables straight from the models."""

    def __contains__(self, _app):
        return True

    def __getitem__(self, _app):
        return None


@dataclass
class Tally:
    """What one stall's customers did, counted without the shop."""

    bank: int = 0
    wallet: int = 0
    cash: int = 0
    unclaimed: int = 0
    done: Counter = field(default_factory=Counter)


def main():
    stalls = int(sys.argv[1]) if len(sys.argv) > 1 else 60
    payments = int(sys.argv[2]) if len(sys.argv) > 2 else 20
    settings.MIGRATION_MODULES = NoMigrations()
    django.setup()
    logging.disable(logging.ERROR)
    from django.db import connection
    from django.test.utils import setup_test_environment

    setup_test_environment()
    connection.creation.create_test_db(verbosity=0)
    began = time.perf_counter()
    day = MarketDay(stalls, payments)
    day.play()
    failures = day.close_and_compare()
    day.print(time.perf_counter() - began, failures)
    return 1 if failures else 0


class MarketDay:
    def __init__(self, stalls, payments):
        from django.test import Client

        from payments.models import MerchantAccount
        from tests.factories import payments as money
        from tests.factories import stalls as factory
        from tests.payments.wallets.cases import case_of

        self.random, self.ids, self.client = random.Random(4), count(1), Client()
        self.case = case_of("case_vnpay")
        settings.PAYMENT_SECRETS = {"vnpay": {"live": {"SCTDEMO": dict(self.case.secrets)}}}
        self.merchant = MerchantAccount.objects.create(
            provider="vnpay", merchant_id="SCTDEMO", environment="live"
        )
        market = factory.market(money.person())
        self.stalls = [factory.stall(market, feed_code="sepay") for _ in range(stalls)]
        self.account = {one.pk: one.payee.payout_accounts.get() for one in self.stalls}
        settings.SEPAY_SECRETS = {one.account_number: (SECRET,) for one in self.account.values()}
        self.vendor = {one.pk: factory.vendor_of(one) for one in self.stalls}
        self.tally = {one.pk: Tally() for one in self.stalls}
        self.latency, self.notices, self.late, self.taken = [], 0, [], []
        self.events = sorted(
            (
                (self.random.random(), stall, kind)
                for stall in self.stalls
                for kind in self.random.choices(list(KINDS), list(KINDS.values()), k=payments)
            ),
            key=lambda event: event[0],
        )

    def play(self):
        import time_machine

        for place, stall, kind in self.events:
            with time_machine.travel(OPENS + timedelta(hours=HOURS * place), tick=False):
                amount = self.random.choice(PRICES)
                getattr(self, f"_{kind}")(stall, amount, self.tally[stall.pk])
                self.tally[stall.pk].done[kind] += 1
        with time_machine.travel(OPENS + timedelta(hours=HOURS + 1), tick=False):
            self._pay_late()

    def _sell(self, stall, amount):
        from marketplace.kernel.money import Money
        from marketplace.modules.stalls import actions

        return actions.start_sale(
            stall=stall,
            amount=Money(amount),
            client_id=str(uuid4()),
            acting_user=self.vendor[stall.pk],
        )

    def _qr(self, stall, amount, tally, paid=None):
        sale = self._sell(stall, amount)
        self._bank(stall, paid or amount, f"{sale.charge.memo_code} FT{next(self.ids)}", tally)
        return sale

    def _static(self, stall, amount, tally):
        self._bank(stall, amount, f"MBVCB {stall.memo_code} tien hang", tally)

    def _cash(self, stall, amount, tally):
        from marketplace.kernel.money import Money
        from marketplace.modules.stalls import actions

        actions.take_cash(
            stall=stall,
            amount=Money(amount),
            client_id=str(uuid4()),
            acting_user=self.vendor[stall.pk],
        )
        tally.cash += amount

    def _wallet(self, stall, amount, tally):
        from payments.actions import start_attempt
        from tests.payments.wallets.cases import send, told_of

        charge = self._sell(stall, amount).charge
        start_attempt(charge=charge, provider_code="vnpay")
        # Every payment has a number of its own at the gateway, as the shop relies on.
        number = str(14_000_000 + next(self.ids))
        told = replace(told_of(charge.attempts.get(), self.case), transaction_id=number)
        for _sent in range(2 if self.random.random() < TWICE else 1):
            answer = send(self.client, self.merchant, self.case.tell(told))
            assert answer.status_code == 200, answer.content
            self.notices += 1
        tally.wallet += amount
        self.taken.append((number, amount))

    def _short(self, stall, amount, tally):
        sale = self._qr(stall, amount, tally, paid=amount - 5_000)
        self._bank(stall, 5_000, sale.charge.memo_code, tally)

    def _excess(self, stall, amount, tally):
        self._qr(stall, amount, tally, paid=amount + 10_000)

    def _late(self, stall, amount, tally):
        self.late.append((self._sell(stall, amount), tally))

    def _unknown(self, stall, amount, tally):
        self._bank(stall, amount, "chuyen tien", tally)
        tally.unclaimed += amount

    def _refund(self, stall, amount, tally):
        from marketplace.kernel.money import Money
        from marketplace.modules.stalls import actions

        sale = self._qr(stall, amount, tally)
        wish = actions.GiveBack(amount=Money(5_000), reason="không tươi", in_cash=True, key=uuid4())
        sale.charge.refresh_from_db()
        actions.give_back(sale=sale, wish=wish, acting_user=self.vendor[stall.pk])
        tally.cash -= 5_000

    def _pay_late(self):
        from payments.actions import expire_due_charges

        for _run in range(len(self.late) // 200 + 1):
            expire_due_charges()
        for sale, tally in self.late:
            self._bank(sale.stall, sale.amount, sale.charge.memo_code, tally)

    def _bank(self, stall, amount, memo, tally):
        from django.utils import timezone

        from payments.feeds.sepay.core.signing import sign

        account, moment = self.account[stall.pk], timezone.now()
        number = next(self.ids)
        body = json.dumps(
            {
                "id": number,
                "gateway": "Sandbox",
                "transactionDate": f"{timezone.localtime(moment):%Y-%m-%d %H:%M:%S}",
                "accountNumber": account.account_number,
                "subAccount": None,
                "code": None,
                "content": memo,
                "transferType": "in",
                "description": "",
                "transferAmount": amount,
                "accumulated": 0,
                "referenceCode": f"FT{number:08}",
            }
        ).encode()
        stamp = str(int(moment.timestamp()))
        headers = {"X-SePay-Timestamp": stamp, "X-SePay-Signature": sign(SECRET, stamp, body)}
        for _sent in range(2 if self.random.random() < TWICE else 1):
            began = time.perf_counter()
            answer = self.client.post(
                f"/hook/sepay/{account.public_id}/",
                body,
                content_type="application/json",
                headers=headers,
            )
            self.latency.append(time.perf_counter() - began)
            assert answer.status_code == 200, answer.content
            self.notices += 1
        tally.bank += amount

    def close_and_compare(self):
        import time_machine

        from payments.reconciliation.actions import reconcile_day

        with time_machine.travel(OPENS + timedelta(hours=HOURS + 2), tick=False):
            failures = [text for stall in self.stalls for text in self._close(stall)]
            self._report_of_the_gateway()
            self.differences = reconcile_day(day=DAY).found
        return failures

    def _report_of_the_gateway(self):
        """Upload what the gateway says it took, as it would: from its side, not from our books."""
        from payments.reconciliation.actions import take_report

        rows = [f"payment,{number},{amount},{DAY},0" for number, amount in self.taken]
        text = "\n".join(["kind,reference,amount,day,fee", *rows])
        take_report(
            merchant=self.merchant,
            name="day.csv",
            content=text.encode(),
            first_day=DAY,
            last_day=DAY,
        )

    def _close(self, stall):
        from marketplace.modules.stalls import actions
        from marketplace.modules.stalls.actions.book import day_totals
        from payments.ledger.core.postings import Role
        from payments.ledger.queries import balances

        tally = self.tally[stall.pk]
        self._claim_half(stall, tally)
        sums = day_totals(stall, DAY)
        close = actions.close_day(
            stall=stall,
            day=DAY,
            drawer=actions.Drawer(counted=max(0, tally.cash), change=max(0, -tally.cash)),
            acting_user=self.vendor[stall.pk],
        )
        owned = balances(owner=f"payee:{stall.payee_id}")
        wanted = {
            "drawer": (close.expected, tally.cash),
            "book without cash": (sums.cashless, tally.bank + tally.wallet - tally.unclaimed),
            "ledger bank": (owned[Role.BANK], tally.bank),
            "ledger cash": (owned[Role.CASH], tally.cash),
            "ledger held": (owned[Role.HELD], tally.wallet),
            "ledger unmatched": (-owned[Role.UNMATCHED], tally.unclaimed),
            "ledger balance": (sum(owned.values()), 0),
        }
        return [
            f"stall {stall.number} {name}: {got} is not {told}"
            for name, (got, told) in wanted.items()
            if got != told
        ]

    def _claim_half(self, stall, tally):
        from marketplace.modules.stalls import actions
        from marketplace.modules.stalls.daybook import unclaimed_money

        for receipt in unclaimed_money(stall)[::2]:
            actions.claim_money(stall=stall, receipt=receipt, acting_user=self.vendor[stall.pk])
            tally.unclaimed -= receipt.amount

    def print(self, seconds, failures):
        done = sum((one.done for one in self.tally.values()), Counter())
        total = {
            name: sum(getattr(one, name) for one in self.tally.values())
            for name in ("bank", "wallet", "cash", "unclaimed")
        }
        waits = sorted(self.latency)
        print(f"{len(self.stalls)} stalls, {sum(done.values())} payments, {self.notices} notices")
        for kind in KINDS:
            print(f"  {kind:<10} {done[kind]:>6}")
        for name, amount in total.items():
            print(f"  {name:<10} {amount:>14,} đ")
        if waits:
            half, most = (waits[len(waits) * part // 100] * 1000 for part in (50, 95))
            print(f"  a notice, p50 / p95: {half:.0f} / {most:.0f} ms")
        print(f"  differences of bank, gateway and ledger (reconciliation): {self.differences}")
        wrong, stalls = len({text.split()[1] for text in failures}), len(self.stalls)
        print(f"  stalls closed to the đồng: {stalls - wrong} of {stalls}, {seconds:.0f} s")
        for text in failures[:20]:
            print("  !", text)


if __name__ == "__main__":
    sys.exit(main())
