"""What people decide about money, and how they take it back."""

from datetime import timedelta

import pytest
import time_machine

from marketplace.kernel.clock import now
from marketplace.kernel.money import Money
from payments import actions, hooks
from payments.core.states import ChargeState
from payments.errors import (
    AlreadyMatchedError,
    AmountError,
    ChargeClosedError,
    FeedConfirmsError,
    NotYourMoneyError,
    OtherPayeeError,
    SecondPersonError,
    UndoRefusedError,
)
from payments.models import Allocation, Charge, MatchProposal, Receipt
from tests.factories import payments as make

pytestmark = pytest.mark.django_db


def goods_are_there(_late: Charge, _money: Receipt) -> bool:
    return True


def test_staff_match_unknown_money_by_hand() -> None:
    staff, charge = make.person(staff=True), make.charge()
    receipt = make.money(charge.payee, 203_000, "tra tien gao")

    allocation = actions.match_receipt(
        receipt=receipt, charge=charge, acting_user=staff, reason="the buyer called"
    )

    assert isinstance(allocation, Allocation)
    assert (allocation.proof, allocation.made_by) == (Allocation.Proof.STAFF, staff)
    assert charge.state is ChargeState.SETTLED
    assert receipt.attention == ""


def test_one_transfer_can_pay_several_charges() -> None:
    staff, owner = make.person(staff=True), make.payee()
    first, second = make.charge(owner, 100_000), make.charge(owner, 50_000)
    receipt = make.money(owner, 150_000, "hai don")

    for charge in (first, second):
        actions.match_receipt(
            receipt=receipt, charge=charge, acting_user=staff, amount=charge.asked
        )

    assert first.state is ChargeState.SETTLED
    assert second.state is ChargeState.SETTLED
    assert receipt.open_amount == 0


def test_more_than_came_cannot_be_matched() -> None:
    staff, charge = make.person(staff=True), make.charge()
    receipt = make.money(charge.payee, 100, "?")

    with pytest.raises(AlreadyMatchedError):
        actions.match_receipt(receipt=receipt, charge=charge, acting_user=staff, amount=Money(101))
    actions.match_receipt(receipt=receipt, charge=charge, acting_user=staff)
    with pytest.raises(AlreadyMatchedError):
        actions.match_receipt(receipt=receipt, charge=charge, acting_user=staff)

    assert Allocation.objects.count() == 1


def test_money_cannot_pay_another_sellers_charge() -> None:
    charge = make.charge()
    receipt = make.money(make.payee(), 203_000)

    with pytest.raises(OtherPayeeError):
        actions.match_receipt(receipt=receipt, charge=charge, acting_user=make.person(staff=True))


def test_a_large_match_needs_a_second_person() -> None:
    one, two = make.person(staff=True), make.person(staff=True)
    charge = make.charge(amount=5_000_000)
    receipt = make.money(charge.payee, 5_000_000, "?")

    proposal = actions.match_receipt(receipt=receipt, charge=charge, acting_user=one)
    assert isinstance(proposal, MatchProposal)
    with pytest.raises(SecondPersonError):
        actions.match_receipt(receipt=receipt, charge=charge, acting_user=one)
    assert not Allocation.objects.exists()
    actions.match_receipt(receipt=receipt, charge=charge, acting_user=two)

    assert charge.state is ChargeState.SETTLED
    assert charge.allocations.get().made_by == two
    proposal.refresh_from_db()
    assert proposal.closed_at is not None


def test_a_second_person_who_names_another_charge_only_proposes() -> None:
    one, two, owner = make.person(staff=True), make.person(staff=True), make.payee()
    first, second = make.charge(owner, 6_000_000), make.charge(owner, 6_000_000)
    receipt = make.money(owner, 6_000_000, "?")

    actions.match_receipt(receipt=receipt, charge=first, acting_user=one)
    answer = actions.match_receipt(receipt=receipt, charge=second, acting_user=two)

    assert isinstance(answer, MatchProposal)
    assert not Allocation.objects.exists()


def test_just_below_the_limit_one_person_is_enough() -> None:
    charge = make.charge(amount=4_999_999)
    receipt = make.money(charge.payee, 4_999_999, "?")

    actions.match_receipt(receipt=receipt, charge=charge, acting_user=make.person(staff=True))

    assert charge.state is ChargeState.SETTLED


def matched(charge: Charge) -> Allocation:
    receipt = make.money(charge.payee, charge.amount, "?")
    allocation = actions.match_receipt(
        receipt=receipt, charge=charge, acting_user=make.person(staff=True)
    )
    assert isinstance(allocation, Allocation)
    return allocation


def test_a_match_by_hand_can_be_undone_within_a_day() -> None:
    staff, charge = make.person(staff=True), make.charge()
    allocation = matched(charge)
    told: list[int] = []

    with hooks.charge_unsettled.register_temporarily(lambda open_: told.append(open_.pk)):
        actions.unmatch(allocation=allocation, acting_user=staff, reason="wrong order")

    charge.refresh_from_db()
    assert told == [charge.pk]
    assert charge.state is ChargeState.PENDING
    assert charge.settled_at is None
    receipt = Receipt.objects.get()
    assert (receipt.attention, receipt.open_amount) == (Receipt.Attention.UNKNOWN, 203_000)
    with pytest.raises(UndoRefusedError):
        actions.unmatch(allocation=allocation, acting_user=staff, reason="again")


def test_a_match_is_final_after_a_day() -> None:
    allocation = matched(make.charge())

    staff = make.person(staff=True)
    with (
        time_machine.travel(now() + timedelta(hours=24, seconds=1)),
        pytest.raises(UndoRefusedError),
    ):
        actions.unmatch(allocation=allocation, acting_user=staff, reason="late")

    assert not hasattr(Allocation.objects.get(), "undo")


def test_what_the_bank_proved_is_not_undone_by_hand() -> None:
    charge = make.charge()
    make.pay(charge)

    with pytest.raises(UndoRefusedError):
        actions.unmatch(
            allocation=charge.allocations.get(), acting_user=make.person(staff=True), reason="no"
        )


def test_a_parcel_that_has_left_stops_the_undo() -> None:
    charge = make.charge()
    allocation = matched(charge)

    def has_left(open_: Charge) -> None:
        raise UndoRefusedError(charge=open_.pk)

    with hooks.charge_unsettled.register_temporarily(has_left), pytest.raises(UndoRefusedError):
        actions.unmatch(allocation=allocation, acting_user=make.person(staff=True), reason="no")

    charge.refresh_from_db()
    assert charge.state is ChargeState.SETTLED


def test_the_seller_confirms_where_no_bank_tells() -> None:
    seller = make.person()
    charge = make.charge(make.payee(seller))

    receipt = actions.confirm_by_seller(charge=charge, amount=Money(203_000), acting_user=seller)

    assert charge.state is ChargeState.SETTLED
    assert (receipt.source, receipt.confirmed_by) == (Receipt.Source.PERSON, seller)
    assert charge.allocations.get().proof == Allocation.Proof.SELLER


def test_two_taps_confirm_once() -> None:
    seller = make.person()
    charge = make.charge(make.payee(seller))
    actions.confirm_by_seller(charge=charge, amount=Money(203_000), acting_user=seller)

    with pytest.raises(ChargeClosedError):
        actions.confirm_by_seller(charge=charge, amount=Money(203_000), acting_user=seller)

    assert Receipt.objects.count() == 1


def test_a_stranger_cannot_confirm() -> None:
    charge = make.charge(make.payee(make.person()))

    with pytest.raises(NotYourMoneyError):
        actions.confirm_by_seller(charge=charge, amount=Money(203_000), acting_user=make.person())

    assert not Receipt.objects.exists()


def test_nobody_confirms_what_a_bank_feed_tells() -> None:
    seller = make.person()
    owner = make.payee_without_account(seller)
    make.payout_account(owner, feed_code="sepay")
    charge = make.charge(owner)

    with pytest.raises(FeedConfirmsError):
        actions.confirm_by_seller(charge=charge, amount=Money(203_000), acting_user=seller)


def test_a_broken_feed_gives_the_word_back_to_the_seller() -> None:
    seller = make.person()
    owner = make.payee_without_account(seller)
    account = make.payout_account(owner, feed_code="sepay")
    actions.connect_feed(account=account, feed_code="sepay", broken=True)
    charge = make.charge(owner)

    actions.confirm_by_seller(charge=charge, amount=Money(203_000), acting_user=seller)

    assert charge.state is ChargeState.SETTLED


def test_a_seller_takes_a_mistaken_confirmation_back() -> None:
    seller = make.person()
    charge = make.charge(make.payee(seller))
    receipt = actions.confirm_by_seller(charge=charge, amount=Money(203_000), acting_user=seller)

    actions.withdraw_confirmation(receipt=receipt, acting_user=seller, reason="wrong order")

    charge.refresh_from_db()
    receipt.refresh_from_db()
    assert charge.state is ChargeState.PENDING
    assert (receipt.open_amount, receipt.attention) == (0, "")


def test_a_banks_word_is_not_withdrawn() -> None:
    seller = make.person()
    charge = make.charge(make.payee(seller))
    receipt = make.pay(charge)

    with pytest.raises(UndoRefusedError):
        actions.withdraw_confirmation(receipt=receipt, acting_user=seller, reason="no")


def test_cash_settles_and_names_who_took_it() -> None:
    seller = make.person()
    charge = make.charge(make.payee(seller), minutes=None)

    receipt = actions.record_cash(charge=charge, amount=charge.asked, acting_user=seller)

    assert charge.state is ChargeState.SETTLED
    assert (receipt.source, receipt.confirmed_by) == (Receipt.Source.CASH, seller)
    with pytest.raises(NotYourMoneyError):
        actions.record_cash(charge=make.charge(), amount=Money(1), acting_user=make.person())


def test_excess_is_owed_until_its_return_is_proved() -> None:
    seller = make.person()
    charge = make.charge(make.payee(seller))
    make.pay(charge, 220_000)
    charge.refresh_from_db()

    with pytest.raises(AmountError):
        actions.record_return(
            charge=charge, amount=Money(17_001), reference="FT1", acting_user=seller
        )
    with pytest.raises(NotYourMoneyError):
        actions.record_return(
            charge=charge, amount=Money(17_000), reference="FT1", acting_user=make.person()
        )
    actions.record_return(charge=charge, amount=Money(17_000), reference="FT1", acting_user=seller)

    charge.refresh_from_db()
    assert charge.state is ChargeState.SETTLED
    assert charge.to_return == Money(0)


def test_a_cancelled_charge_owes_what_was_paid_and_ends_refunded() -> None:
    seller = make.person()
    charge = make.charge(make.payee(seller))
    make.pay(charge, 185_000)
    told: list[int] = []

    with hooks.charge_cancelled.register_temporarily(lambda closed: told.append(closed.pk)):
        actions.cancel_charge(charge=charge, reason="the buyer changed their mind")
        actions.cancel_charge(charge=charge, reason="again")
    charge.refresh_from_db()
    assert told == [charge.pk]
    assert (charge.state, charge.to_return) == (ChargeState.CANCELLED, Money(185_000))
    actions.record_return(charge=charge, amount=Money(185_000), reference="FT2", acting_user=seller)

    charge.refresh_from_db()
    assert charge.state is ChargeState.REFUNDED


def test_unknown_money_can_be_sent_back() -> None:
    staff = make.person(staff=True)
    receipt = make.money(make.payee(), 96_000, "nham tai khoan")

    actions.record_return(receipt=receipt, amount=Money(96_000), reference="FT3", acting_user=staff)

    receipt.refresh_from_db()
    assert (receipt.open_amount, receipt.attention) == (0, "")
    with pytest.raises(AmountError):
        actions.record_return(receipt=receipt, amount=Money(1), reference="FT4", acting_user=staff)


def test_staff_cannot_pay_a_charge_whose_goods_are_gone() -> None:
    charge = make.charge(minutes=-1)
    actions.expire_due_charges()
    receipt = make.pay(charge)

    with pytest.raises(ChargeClosedError):
        actions.match_receipt(receipt=receipt, charge=charge, acting_user=make.person(staff=True))
    with hooks.money_late.register_temporarily(goods_are_there):
        actions.match_receipt(receipt=receipt, charge=charge, acting_user=make.person(staff=True))

    assert charge.state is ChargeState.SETTLED


def test_a_dismissed_suggestion_stays_unknown_money() -> None:
    charge = make.charge()
    receipt = make.money(charge.payee, 203_000, "tra tien gao")

    actions.dismiss_suggestion(receipt=receipt, acting_user=make.person(staff=True))

    receipt.refresh_from_db()
    assert (receipt.attention, receipt.suggested) == (Receipt.Attention.UNKNOWN, None)
