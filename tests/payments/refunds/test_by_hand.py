"""A seller gives part of the money back by a transfer of their own, and proves it."""

import pytest

from marketplace.kernel.money import Money
from payments import actions, hooks
from payments.core.states import ChargeState
from payments.errors import AmountError, NotYourMoneyError
from payments.ledger.core.postings import Role
from payments.ledger.queries import balances, unbalanced_entries
from payments.models import Charge, MoneyReturn
from payments.refunds.actions import (
    Choice,
    request_refund,
    request_refund_of_receipt,
    settle_by_hand,
    withdraw_refund,
)
from payments.refunds.errors import (
    RefundOfPartError,
    RefundOverError,
    RefundProofError,
    RefundReasonError,
    RefundTooMuchError,
    RefundWayError,
)
from payments.refunds.models import Refund
from tests.factories import payments as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def seller() -> object:
    return make.person()


def paid_charge(seller: object, amount: int = 203_000) -> Charge:
    charge = make.charge(make.payee(seller), amount)  # type: ignore[arg-type]
    make.pay(charge)
    charge.refresh_from_db()
    return charge


def ask(charge: Charge, amount: int, seller: object, **choice: object) -> Refund:
    return request_refund(
        charge=charge,
        amount=Money(amount),
        reason="Một túi bị rách",
        acting_user=seller,  # type: ignore[arg-type]
        choice=Choice(**choice),  # type: ignore[arg-type]
    )


def test_part_goes_back_from_request_to_proof(seller: object) -> None:
    charge = paid_charge(seller)
    told: list[int] = []

    refund = ask(charge, 53_000, seller)

    assert (refund.way, refund.state, refund.lowered, refund.held) == (
        "by_hand",
        "requested",
        53_000,
        53_000,
    )
    assert (charge.facts.due, charge.facts.to_return, charge.facts.owed) == (150_000, 53_000, 0)
    assert balances(owner=f"payee:{charge.payee_id}")[Role.TO_RETURN] == -53_000
    assert balances(owner=f"payee:{charge.payee_id}")[Role.SALES] == -150_000

    with hooks.money_went_back.register_temporarily(lambda given: told.append(given.amount)):
        done = settle_by_hand(refund=refund, reference=" FT 777 ", acting_user=seller)  # type: ignore[arg-type]

    charge.refresh_from_db()
    given = MoneyReturn.objects.get()
    assert (done.state, done.held, done.given) == ("done", 0, given)
    assert (given.kind, given.reference, given.amount, given.made_by) == (
        "sent",
        "FT 777",
        53_000,
        seller,
    )
    assert (charge.state, charge.returned, charge.refunding) == (ChargeState.SETTLED, 53_000, 0)
    assert balances(owner=f"payee:{charge.payee_id}")[Role.BANK] == 150_000
    assert balances(owner=f"payee:{charge.payee_id}")[Role.TO_RETURN] == 0
    assert told == [53_000]
    assert not unbalanced_entries().exists()


def test_all_of_it_goes_back_in_parts_and_never_more(seller: object) -> None:
    charge = paid_charge(seller)
    for amount in (100_000, 103_000):
        settle_by_hand(refund=ask(charge, amount, seller), reference="FT", acting_user=seller)  # type: ignore[arg-type]
        charge.refresh_from_db()

    assert charge.state is ChargeState.REFUNDED
    with pytest.raises(RefundTooMuchError) as refused:
        ask(charge, 1, seller)
    assert refused.value.details["most"] == 0


def test_what_is_asked_for_already_cannot_be_asked_again(seller: object) -> None:
    charge = paid_charge(seller)
    ask(charge, 150_000, seller)

    with pytest.raises(RefundTooMuchError) as refused:
        ask(charge, 53_001, seller)

    assert refused.value.details["most"] == 53_000
    assert "53" in refused.value.title()
    assert Refund.objects.count() == 1


def test_the_same_form_twice_is_one_refund(seller: object) -> None:
    charge = paid_charge(seller)
    key = ask(charge, 1_000, seller).key

    again = ask(charge, 1_000, seller, key=key)

    charge.refresh_from_db()
    assert Refund.objects.get() == again
    assert charge.refunding == 1_000


def test_excess_goes_back_without_lowering_the_price(seller: object) -> None:
    charge = make.charge(make.payee(seller), 203_000)  # type: ignore[arg-type]
    make.pay(charge, 220_000)
    charge.refresh_from_db()

    refund = ask(charge, 17_000, seller)

    assert (refund.lowered, charge.waived, charge.facts.owed) == (0, 0, 0)
    with pytest.raises(AmountError):
        actions.record_return(
            charge=charge,
            amount=Money(1),
            reference="FT",
            acting_user=seller,  # type: ignore[arg-type]
        )


def test_a_short_payment_is_given_up_not_refunded(seller: object) -> None:
    charge = make.charge(make.payee(seller), 203_000)  # type: ignore[arg-type]
    make.pay(charge, 185_000)
    charge.refresh_from_db()

    with pytest.raises(RefundOfPartError):
        ask(charge, 1_000, seller)
    actions.cancel_charge(charge=charge, reason="short")
    refund = ask(charge, 185_000, seller)

    assert refund.lowered == 0


def test_a_refund_taken_back_leaves_everything_as_it_was(seller: object) -> None:
    charge = paid_charge(seller)
    before = balances(owner=f"payee:{charge.payee_id}")

    withdrawn = withdraw_refund(refund=ask(charge, 53_000, seller), acting_user=seller)  # type: ignore[arg-type]

    charge.refresh_from_db()
    assert (withdrawn.state, charge.waived, charge.refunding) == ("withdrawn", 0, 0)
    assert charge.state is ChargeState.SETTLED
    assert balances(owner=f"payee:{charge.payee_id}") == before
    with pytest.raises(RefundOverError):
        settle_by_hand(refund=withdrawn, reference="FT", acting_user=seller)  # type: ignore[arg-type]


def test_money_that_pays_nothing_goes_back_too(seller: object) -> None:
    payee = make.payee(seller)  # type: ignore[arg-type]
    receipt = make.money(payee, 90_000, "?")

    refund = request_refund_of_receipt(
        receipt=receipt,
        amount=Money(90_000),
        reason="Chuyển nhầm",
        acting_user=seller,  # type: ignore[arg-type]
    )
    assert (receipt.open_amount, receipt.refunding, receipt.attention) == (0, 90_000, "")
    settle_by_hand(refund=refund, reference="FT 1", acting_user=seller)  # type: ignore[arg-type]

    receipt.refresh_from_db()
    assert (receipt.returned, receipt.refunding) == (90_000, 0)
    assert balances(owner=f"payee:{payee.pk}")[Role.UNMATCHED] == 0
    assert balances(owner=f"payee:{payee.pk}")[Role.BANK] == 0


def test_money_that_pays_nothing_is_looked_at_again_once_its_refund_is_taken_back(
    seller: object,
) -> None:
    receipt = make.money(make.payee(seller), 90_000, "?")  # type: ignore[arg-type]
    refund = request_refund_of_receipt(
        receipt=receipt,
        amount=Money(90_000),
        reason="Chuyển nhầm",
        acting_user=seller,  # type: ignore[arg-type]
    )

    withdraw_refund(refund=refund, acting_user=seller)  # type: ignore[arg-type]

    receipt.refresh_from_db()
    assert (receipt.open_amount, receipt.attention) == (90_000, "unknown")


def test_a_stranger_asks_for_nothing_and_proves_nothing(seller: object) -> None:
    charge = paid_charge(seller)
    stranger = make.person()

    with pytest.raises(NotYourMoneyError):
        ask(charge, 1_000, stranger)
    refund = ask(charge, 1_000, seller)
    with pytest.raises(NotYourMoneyError):
        settle_by_hand(refund=refund, reference="FT", acting_user=stranger)
    with pytest.raises(NotYourMoneyError):
        withdraw_refund(refund=refund, acting_user=stranger)


def test_reason_proof_and_way_are_needed(seller: object) -> None:
    charge = paid_charge(seller)

    with pytest.raises(RefundReasonError):
        request_refund(charge=charge, amount=Money(1), reason="  ", acting_user=seller)  # type: ignore[arg-type]
    with pytest.raises(RefundWayError):
        ask(charge, 1_000, seller, way="payout")
    with pytest.raises(RefundWayError):
        ask(charge, 1_000, seller, way="gateway")
    with pytest.raises(RefundProofError):
        settle_by_hand(refund=ask(charge, 1_000, seller), reference=" ", acting_user=seller)  # type: ignore[arg-type]
    assert Refund.objects.count() == 1
