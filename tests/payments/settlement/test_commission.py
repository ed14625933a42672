"""Commission follows the money: counted once, corrected in proportion, billed or kept back."""

from datetime import date, timedelta

import pytest
import time_machine
from django.test import Client

from marketplace.kernel.clock import now
from marketplace.kernel.money import Money
from payments import actions
from payments.ledger.core.postings import Role
from payments.ledger.queries import PLATFORM, balances, details, mirror_differences
from payments.models import Charge, Payee
from payments.refunds.actions import request_refund, withdraw_refund
from payments.settlement.actions import add_rule, end_rule
from payments.settlement.billing import bill_last_month, bill_month, to_bill
from payments.settlement.core.commission import Terms
from payments.settlement.errors import MonthNotOverError, RuleEndError, RuleRefusedError
from payments.settlement.hooks import commission_bases
from payments.settlement.models import Bill, CommissionLine, CommissionRule
from tests.factories import payments as make

pytestmark = pytest.mark.django_db

NOVEMBER = date(2026, 11, 1)


def take(points: int = 250, **how: int) -> CommissionRule:
    return add_rule(
        terms=Terms(basis_points=points, **how), valid_from=date(2026, 1, 1), reason="agreed"
    )


def books(charge: Charge) -> dict[Role, int]:
    assert mirror_differences() == {}
    return balances(owner=f"payee:{charge.payee_id}")


def shop_itself() -> Payee:
    made = actions.register_payee(name="The shop", kind=Payee.Kind.PLATFORM, reference="platform")
    make.payout_account(made)
    return made


def test_without_a_rule_nothing_is_taken() -> None:
    make.pay(make.charge())

    assert not CommissionLine.objects.exists()


def test_in_direct_settlement_commission_is_a_debt_of_the_seller() -> None:
    rule = take()
    charge = make.charge(amount=203_000)

    make.pay(charge)

    line = CommissionLine.objects.get()
    assert (line.rule, line.base, line.amount, line.kept_back) == (rule, 203_000, 5_075, 0)
    mine = books(charge)
    assert (mine[Role.COMMISSION], mine[Role.DUE_TO_PLATFORM]) == (5_075, -5_075)
    assert balances(owner=PLATFORM)[Role.COMMISSION_INCOME] == -5_075
    assert details(owner=PLATFORM, role=Role.SELLERS_DUE) == {f"payee:{charge.payee_id}": 5_075}


def test_in_collected_settlement_it_is_kept_back() -> None:
    take()
    charge = make.charge(amount=203_000)

    make.collect(charge, through=make.merchant())

    mine = books(charge)
    assert (mine[Role.HELD], mine[Role.DUE_TO_PLATFORM]) == (197_925, 0)
    assert CommissionLine.objects.get().kept_back == 5_075


def test_a_part_payment_counts_nothing_until_it_is_whole() -> None:
    take()
    charge = make.charge(amount=203_000)

    make.pay(charge, 100_000)
    assert not CommissionLine.objects.exists()
    make.pay(charge, 103_000)

    assert CommissionLine.objects.get().amount == 5_075


def test_a_refund_gives_commission_back_in_proportion_and_the_rest_to_the_dong() -> None:
    take()
    charge = make.charge(amount=203_000)
    make.pay(charge)
    staff = make.person(staff=True)
    actions.cancel_charge(charge=charge, reason="not as described")

    assert books(charge)[Role.DUE_TO_PLATFORM] == 0
    actions.record_return(charge=charge, amount=Money(203_000), reference="FT1", acting_user=staff)
    assert books(charge)[Role.DUE_TO_PLATFORM] == 0
    assert [one.amount for one in CommissionLine.objects.all()] == [5_075, -5_075]
    assert CommissionLine.objects.get(amount=-5_075).corrects is not None


def test_part_of_the_price_given_back_gives_part_of_the_commission_back() -> None:
    take()
    charge = make.charge(amount=203_000)
    make.collect(charge, through=make.merchant())
    staff = make.person(staff=True)
    Charge.objects.filter(pk=charge.pk).update(waived=53_000)

    actions.record_return(charge=charge, amount=Money(53_000), reference="FT1", acting_user=staff)

    assert [one.amount for one in CommissionLine.objects.all()] == [5_075, -1_325]
    assert [one.kept_back for one in CommissionLine.objects.all()] == [5_075, -1_325]
    assert books(charge)[Role.HELD] == 203_000 - 5_075 + 1_325


def test_commission_follows_the_credit_note_before_the_money_has_left() -> None:
    take()
    seller = make.person()
    charge = make.charge(make.payee(seller), amount=200_000)
    make.pay(charge)

    refund = request_refund(
        charge=charge, amount=Money(50_000), reason="two bags were wet", acting_user=seller
    )
    assert totals(charge) == (150_000, 3_750)
    withdraw_refund(refund=refund, acting_user=seller)

    assert totals(charge) == (200_000, 5_000)


def totals(charge: Charge) -> tuple[int, int]:
    lines = charge.commission_lines.all()
    return sum(one.base for one in lines), sum(one.amount for one in lines)


def test_an_undone_match_takes_it_back_and_a_new_one_counts_it_again_by_the_same_rule() -> None:
    rule = take()
    seller = make.person()
    charge = make.charge(make.payee(seller), amount=203_000)
    receipt = actions.confirm_by_seller(charge=charge, amount=charge.asked, acting_user=seller)
    actions.withdraw_confirmation(receipt=receipt, acting_user=seller, reason="another order's")
    end_rule(rule=rule, last_day=now().date() + timedelta(days=1), acting_user=seller)
    charge.refresh_from_db()

    actions.confirm_by_seller(charge=charge, amount=charge.asked, acting_user=seller)

    assert [one.amount for one in CommissionLine.objects.all()] == [5_075, -5_075, 5_075]


def test_parts_of_other_categories_go_by_other_rules_and_a_fixed_sum_is_taken_once() -> None:
    take(1000)
    rice = add_rule(
        terms={"basis_points": 100, "fixed": 500},
        valid_from=date(2026, 1, 1),
        reason="agreed",
        category="rice",
    )
    charge = make.charge(amount=203_000)

    def parts(_charge: Charge) -> list[tuple[str, int]]:
        return [("rice", 100_000), ("rice", 50_000)]

    parts.__module__ = "payments"
    with commission_bases.register_temporarily(parts):
        make.pay(charge)

    by_rule = {one.rule_id: (one.base, one.amount) for one in CommissionLine.objects.all()}
    assert by_rule[rice.pk] == (150_000, 2_000)
    assert sorted(by_rule.values()) == [(53_000, 5_300), (150_000, 2_000)]


def test_terms_that_contradict_themselves_are_refused_with_a_sentence() -> None:
    with pytest.raises(RuleRefusedError):
        add_rule(terms={"basis_points": 20_000}, valid_from=NOVEMBER, reason="typing error")


def test_a_rule_ends_today_at_the_earliest() -> None:
    rule = take()

    with pytest.raises(RuleEndError):
        end_rule(rule=rule, last_day=date(2026, 2, 1), acting_user=make.person(staff=True))


def test_a_month_is_billed_as_a_charge_and_paying_it_settles_the_debt() -> None:
    shop_itself()
    with time_machine.travel("2026-11-21T03:00:00Z"):
        take()
        charge = make.charge(amount=203_000)
        make.pay(charge)
        with pytest.raises(MonthNotOverError):
            bill_month(month=NOVEMBER)
    with time_machine.travel("2026-12-01T03:00:00Z"):
        (bill,) = bill_month(month=NOVEMBER)
        again = bill_month(month=NOVEMBER)
        nothing_more = to_bill(charge.payee, NOVEMBER)
        make.pay(bill.charge)

    assert (bill.amount, again, nothing_more) == (5_075, [], 0)
    assert bill.charge.purpose == f"bill:{charge.payee_id}:2026-11"
    bill.refresh_from_db()
    assert bill.booked == 5_075
    mine = books(charge)
    assert (mine[Role.DUE_TO_PLATFORM], mine[Role.BANK]) == (0, 203_000 - 5_075)
    assert details(owner=PLATFORM, role=Role.SELLERS_DUE) == {f"payee:{charge.payee_id}": 0}
    assert CommissionLine.objects.count() == 1


def test_a_bill_given_up_is_asked_for_in_the_next_month() -> None:
    shop_itself()
    with time_machine.travel("2026-11-21T03:00:00Z"):
        take()
        charge = make.charge(amount=203_000)
        make.pay(charge)
    with time_machine.travel("2026-12-01T03:00:00Z"):
        bill_last_month()
        actions.cancel_charge(charge=Bill.objects.get().charge, reason="wrong")
    with time_machine.travel("2027-01-01T03:00:00Z"):
        bill_last_month()

    assert list(Bill.objects.values_list("month", "amount")) == [
        (date(2026, 12, 1), 5_075),
        (NOVEMBER, 5_075),
    ]


def test_what_went_back_after_the_months_end_is_not_billed() -> None:
    shop_itself()
    with time_machine.travel("2026-11-21T03:00:00Z"):
        take()
        charge = make.charge(amount=203_000)
        make.pay(charge)
    with time_machine.travel("2026-12-01T03:00:00Z"):
        actions.cancel_charge(charge=charge, reason="returned")

        assert bill_month(month=NOVEMBER) == []


def test_a_seller_finds_the_bill_on_their_money_page_until_it_is_paid(client: Client) -> None:
    shop_itself()
    seller = make.person()
    with time_machine.travel("2026-11-21T03:00:00Z"):
        take()
        make.pay(make.charge(make.payee(seller), amount=203_000))
    with time_machine.travel("2026-12-01T03:00:00Z"):
        (bill,) = bill_month(month=NOVEMBER)
        client.force_login(seller)
        before = client.get("/ban/tien/").content.decode()
        make.pay(bill.charge)
        after = client.get("/ban/tien/").content.decode()

    assert f"/tra/{bill.charge.public_id}/" in before
    assert bill.charge.public_id not in after
