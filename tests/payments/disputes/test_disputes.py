"""A buyer contests a payment: the money is held, and goes back only when the dispute is lost."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.db import OperationalError
from django.test import Client
from django.utils import translation
from pytest_django import Settings

from marketplace.kernel.clock import now
from marketplace.kernel.models import AuditRow
from marketplace.kernel.money import Money
from payments import hooks
from payments.actions import take_notice
from payments.core.states import ChargeState
from payments.disputes.actions import close_dispute, open_dispute, send_evidence, write_note
from payments.disputes.errors import (
    DisputeAmountError,
    DisputeNoteError,
    DisputeOverError,
    NotYourDisputeError,
)
from payments.disputes.models import Dispute
from payments.ledger.core.postings import Role
from payments.ledger.queries import (
    PLATFORM,
    balance,
    balances,
    mirror_differences,
    unbalanced_entries,
)
from payments.models import MoneyReturn, Notice, Payee
from payments.payouts.queries import available
from payments.protocol import providers
from payments.refunds.actions import request_refund
from payments.refunds.errors import RefundTooMuchError
from payments.timeline import Kind, timeline
from payments.wallets.outcomes import read
from payments.wallets.protocol import Verdict, WalletDisputeNotice
from tests.factories import payments as make
from tests.factories import refunds as gateway

pytestmark = pytest.mark.django_db

State = Dispute.State


class Sale:
    """A charge paid through the platform's gateway account."""

    def __init__(self, paid: int = 203_000) -> None:
        self.seller = make.person()
        self.staff = make.person(staff=True)
        self.payee = make.payee(self.seller)
        self.charge = make.charge(self.payee)
        self.merchant = make.merchant()
        self.payment = make.collect(self.charge, paid, through=self.merchant)
        self.charge.refresh_from_db()

    def contest(self, amount: int = 203_000) -> Dispute:
        return open_dispute(payment=self.payment, dispute_ref="D1", amount=Money(amount))

    def close(self, dispute: Dispute, end: Dispute.State) -> Dispute:
        closed = close_dispute(dispute=dispute, end=end)
        self.charge.refresh_from_db()
        return closed

    def tell(self, **facts: object) -> None:
        word = WalletDisputeNotice(
            transaction_id=self.payment.reference,
            dispute_ref="D1",
            amount=Money(203_000),
            **facts,  # type: ignore[arg-type]
        )
        hooks.dispute_told.send(self.merchant, word)


def test_contested_money_neither_goes_back_nor_out() -> None:
    sale = Sale()
    assert available(sale.payee) == 203_000

    dispute = sale.contest(150_000)

    sale.charge.refresh_from_db()
    assert (dispute.held, sale.charge.refunding, available(sale.payee)) == (
        150_000,
        150_000,
        53_000,
    )
    assert sale.charge.state is ChargeState.SETTLED
    with pytest.raises(RefundTooMuchError):
        request_refund(
            charge=sale.charge, amount=Money(53_001), reason="x", acting_user=sale.seller
        )


@pytest.mark.parametrize("end", [State.WON, State.WITHDRAWN])
def test_a_dispute_that_is_not_lost_frees_the_money(end: Dispute.State) -> None:
    sale = Sale()

    closed = sale.close(sale.contest(), end)

    assert (closed.state, closed.held, closed.given) == (end, 0, None)
    assert (sale.charge.refunding, sale.charge.returned, available(sale.payee)) == (0, 0, 203_000)
    assert not MoneyReturn.objects.exists()


def test_a_lost_dispute_takes_the_money_out_of_the_books() -> None:
    sale = Sale()
    told: list[str] = []

    with hooks.money_went_back.register_temporarily(lambda given: told.append(given.kind)):
        closed = sale.close(sale.contest(), State.LOST)

    given = MoneyReturn.objects.get()
    assert (closed.given, given.kind, given.payment, told) == (
        given,
        "dispute",
        sale.payment,
        ["dispute"],
    )
    assert sale.charge.state is ChargeState.REFUNDED
    assert balance(owner=f"payee:{sale.payee.pk}", role=Role.HELD) == 0
    assert balance(owner=PLATFORM, role=Role.CLEARING) == 0
    assert mirror_differences() == {}
    assert not unbalanced_entries().exists()


def test_a_lost_dispute_over_a_price_paid_in_part_leaves_nothing_due() -> None:
    sale = Sale(150_000)
    charge = sale.charge
    assert charge.state is ChargeState.PARTLY_PAID

    sale.close(sale.contest(100_000), State.LOST)

    assert (charge.facts.kept, charge.facts.due, charge.facts.rest) == (50_000, 50_000, 0)
    books = f"payee:{sale.payee.pk}"
    assert balance(owner=books, role=Role.RECEIVABLE) == 0
    assert balance(owner=books, role=Role.TO_RETURN) == 0


def test_what_went_back_before_is_not_taken_twice() -> None:
    sale = Sale()
    refund = request_refund(
        charge=sale.charge, amount=Money(100_000), reason="x", acting_user=sale.seller
    )

    dispute = sale.contest()
    assert (dispute.held, dispute.uncovered) == (103_000, 100_000)
    closed = sale.close(dispute, State.LOST)

    assert (sale.charge.returned, sale.charge.refunding) == (103_000, refund.amount)
    assert closed.uncovered == 100_000


def test_a_gateway_tells_it_twice_and_it_counts_once() -> None:
    sale = Sale()
    due = now() + timedelta(days=5)

    sale.tell(due_at=due, reason="fraudulent")
    sale.tell(due_at=due, reason="fraudulent")
    dispute = Dispute.objects.get()
    assert (dispute.state, dispute.due_at, dispute.reason) == ("opened", due, "fraudulent")
    sale.tell(is_over=True, won=False)
    sale.tell(is_over=True, won=False)

    dispute.refresh_from_db()
    assert dispute.state == "lost"
    assert MoneyReturn.objects.count() == 1


def test_an_end_heard_before_the_beginning_counts() -> None:
    sale = Sale()

    sale.tell(is_over=True, won=False)

    assert Dispute.objects.get().state == "lost"
    sale.charge.refresh_from_db()
    assert sale.charge.returned == 203_000


def test_money_that_pays_nothing_can_be_contested_too() -> None:
    sale = Sale()
    late = make.charge(sale.payee)
    payment = make.collected_money(late, 203_000, sale.merchant)
    assert payment.allocated == 0

    dispute = open_dispute(payment=payment, dispute_ref="D2", amount=Money(203_000))
    close_dispute(dispute=dispute, end=State.LOST)

    payment.refresh_from_db()
    assert (payment.returned, payment.open_amount, dispute.charge) == (203_000, 0, None)


def test_evidence_is_kept_and_sent() -> None:
    sale = Sale()
    dispute = sale.contest()

    write_note(dispute=dispute, text="Mã vận đơn 123", acting_user=sale.seller)
    with pytest.raises(NotYourDisputeError):
        write_note(dispute=dispute, text="x", acting_user=make.person())
    with pytest.raises(NotYourDisputeError):
        send_evidence(dispute=dispute, text="x", acting_user=sale.seller)
    with pytest.raises(DisputeNoteError):
        send_evidence(dispute=dispute, text="  ", acting_user=sale.staff)
    sent = send_evidence(dispute=dispute, text="Đã gửi", acting_user=sale.staff)

    assert sent.state == "evidence_sent"
    assert [note.text for note in dispute.notes.all()] == ["Mã vận đơn 123", "Đã gửi"]
    sale.close(dispute, State.WON)
    with pytest.raises(DisputeOverError):
        write_note(dispute=dispute, text="x", acting_user=sale.seller)
    with pytest.raises(DisputeOverError):
        close_dispute(dispute=dispute, end=State.LOST)


@pytest.mark.parametrize("amount", [0, 203_001])
def test_nothing_and_more_than_was_paid_cannot_be_contested(amount: int) -> None:
    sale = Sale()

    with pytest.raises(DisputeAmountError):
        sale.contest(amount)


def signed_in(user: object) -> Client:
    client = Client()
    client.cookies["django_language"] = "en"
    client.force_login(user)  # type: ignore[arg-type]
    return client


def test_pages_of_staff_and_seller(settings: Settings) -> None:
    settings.LANGUAGE_CODE = "en"
    translation.activate("en")
    sale = Sale()
    staff = signed_in(make.person(superuser=True))
    desk = "/quan-tri/khieu-nai/"
    assert "No dispute yet" in staff.get(desk).content.decode()
    found = staff.get(desk, {"q": sale.payment.reference}).content.decode()
    new = f"{desk}moi/{sale.payment.pk}/"
    assert new in found
    too_much = staff.post(new, {"dispute_ref": "D7", "amount": "900.000"})
    assert too_much.status_code == 422
    staff.post(new, {"dispute_ref": "D7", "amount": "203.000", "due_on": "2026-12-01"})
    dispute = Dispute.objects.get()
    seller = signed_in(sale.seller)
    page = f"/ban/khieu-nai/{dispute.pk}/"

    assert page in seller.get("/ban/tien/").content.decode()
    assert seller.post(page, {"text": ""}).status_code == 422
    seller.post(page, {"text": "Mã vận đơn 123"})

    assert "Mã vận đơn 123" in staff.get(f"{desk}{dispute.pk}/").content.decode()
    staff.post(f"{desk}{dispute.pk}/ket-qua/", {"end": "won"})
    dispute.refresh_from_db()
    assert dispute.state == "won"
    assert signed_in(make.person()).get(page).status_code == 404
    assert seller.get(desk).status_code in {302, 403}


def test_a_dispute_stands_in_the_charges_story() -> None:
    sale = Sale()
    sale.tell(reason="fraudulent")
    sale.tell(is_over=True, won=True)

    lines = [line for line in timeline(sale.charge) if line.kind is Kind.DISPUTE]

    assert [line.amount for line in lines] == [203_000, 203_000]
    assert [str(line.title) for line in lines] == [str(State.OPENED.label), str(State.WON.label)]
    assert "D1" in lines[0].details


def test_a_gateways_other_end_is_written_down_and_changes_nothing() -> None:
    sale = Sale()
    sale.close(sale.contest(), State.LOST)

    sale.tell(is_over=True, won=True)

    dispute = Dispute.objects.get()
    assert dispute.state == State.LOST
    assert AuditRow.objects.filter(action="dispute.contradicted").count() == 1
    assert mirror_differences() == {}


def test_a_dispute_that_could_not_be_written_down_is_told_again_and_counts_then(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    sale = Sale()
    word = WalletDisputeNotice(
        transaction_id=sale.payment.reference, dispute_ref="D1", amount=Money(203_000)
    )
    notice = take_notice(
        feed_code=sale.merchant.provider,
        event_id="dispute:D1",
        environment=sale.merchant.environment,
        account=sale.merchant,
        body=b"{}",
        headers={},
    )

    def locked_out(**_facts: object) -> None:
        raise OperationalError("deadlock detected")

    with monkeypatch.context() as patched:
        patched.setattr("payments.disputes.hooks.take_dispute_notice", locked_out)
        with pytest.raises(OperationalError):
            read(notice=notice, said=word)
    notice.refresh_from_db()
    assert notice.outcome == Notice.Outcome.NEW

    assert read(notice=notice, said=word) is Verdict.DONE
    assert Dispute.objects.get().held == 203_000


@pytest.fixture
def taking() -> Iterator[None]:
    """A gateway that takes contested money away when the dispute opens."""
    wallet = gateway.BenchWallet()
    wallet.takes_disputed_at_once = True
    with providers.register_temporarily(gateway.CODE, wallet, module="payments"):
        yield


def contested_at(merchant_of: Payee | None, owner: Payee) -> Dispute:
    payment = gateway.pay(make.charge(owner), gateway.merchant(merchant_of))
    return open_dispute(payment=payment, dispute_ref="D1", amount=Money(203_000))


@pytest.mark.parametrize(
    ("end", "left"), [(State.WON, 203_000), (State.WITHDRAWN, 203_000), (State.LOST, 0)]
)
def test_what_a_gateway_takes_at_once_lies_there_no_more_until_it_ends(
    taking: None, end: Dispute.State, left: int
) -> None:
    owner = make.payee()
    dispute = contested_at(None, owner)
    ours = balances(owner=PLATFORM)
    assert (ours[Role.CLEARING], ours[Role.DISPUTED]) == (0, 203_000)
    assert balance(owner=f"payee:{owner.pk}", role=Role.HELD) == 203_000
    assert available(owner) == 0

    close_dispute(dispute=dispute, end=end)

    ours = balances(owner=PLATFORM)
    assert (ours[Role.CLEARING], ours[Role.DISPUTED]) == (left, 0)
    assert balance(owner=f"payee:{owner.pk}", role=Role.HELD) == left
    assert mirror_differences() == {}
    assert not unbalanced_entries().exists()


def test_from_a_sellers_own_gateway_account_it_leaves_their_money(taking: None) -> None:
    owner = make.payee()
    dispute = contested_at(owner, owner)

    mine = balances(owner=f"payee:{owner.pk}")
    assert (mine[Role.BANK], mine[Role.DISPUTED]) == (0, 203_000)
    close_dispute(dispute=dispute, end=State.LOST)
    mine = balances(owner=f"payee:{owner.pk}")
    assert (mine[Role.BANK], mine[Role.DISPUTED]) == (0, 0)


def test_where_the_gateway_waits_opening_moves_nothing() -> None:
    sale = Sale()
    dispute = sale.contest()

    assert dispute.taken == 0
    ours = balances(owner=PLATFORM)
    assert (ours[Role.CLEARING], ours[Role.DISPUTED]) == (203_000, 0)


def test_stripe_takes_contested_money_at_once_and_the_others_wait() -> None:
    at_once = {
        code
        for code in providers.codes()
        if getattr(providers.get(code), "takes_disputed_at_once", False)
    }

    assert at_once == {"stripe_checkout"}
