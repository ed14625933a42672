"""Tax is withheld of households and individuals, set off on return, and paid on every month."""

from datetime import date

import pytest
import time_machine

from marketplace.kernel.money import Money
from payments import actions
from payments.ledger.core.postings import Role
from payments.ledger.queries import PLATFORM, balances, details, mirror_differences
from payments.models import Charge, Payee
from payments.tax.actions import add_tax_rule, pay_month, set_taxpayer
from payments.tax.core.withholding import Part, TaxClass
from payments.tax.errors import (
    DeclarationMissingError,
    StatusUnknownError,
    TaxMonthError,
    TaxRuleRefusedError,
)
from payments.tax.hooks import tax_bases, tax_status
from payments.tax.models import WithholdingLine
from payments.tax.queries import month_return, unknown_sellers
from tests.factories import payments as make
from tests.factories import tax

pytestmark = pytest.mark.django_db

NOVEMBER = date(2026, 11, 1)


@pytest.fixture(autouse=True)
def rates() -> None:
    tax.rates()


def seller(status: str = "household", *, sells: str = "distribution") -> Payee:
    payee = make.payee()
    tax.taxpayer(payee, status, sells=sells)
    return payee


def lines(charge: Charge) -> list[tuple[int, int, int]]:
    return list(charge.withholding_lines.values_list("base", "vat", "pit"))


def test_in_direct_settlement_withheld_tax_is_a_debt_of_the_household() -> None:
    charge = make.charge(seller(), amount=203_000)

    make.pay(charge)

    line = WithholdingLine.objects.get()
    assert lines(charge) == [(203_000, 2_030, 1_015)]
    assert (line.rule.basis[:15], line.rule.confidence[:1]) == ("Decree 252/2026", "O")
    mine = balances(owner=f"payee:{charge.payee_id}")
    assert (mine[Role.TAX_WITHHELD], mine[Role.DUE_TO_PLATFORM]) == (3_045, -3_045)
    assert details(owner=PLATFORM, role=Role.TAX_PAYABLE) == {"vat": -2_030, "pit": -1_015}
    assert mirror_differences() == {}


def test_in_collected_settlement_it_is_kept_back() -> None:
    charge = make.charge(seller(), amount=203_000)

    make.collect(charge, through=make.merchant())

    mine = balances(owner=f"payee:{charge.payee_id}")
    assert (mine[Role.HELD], mine[Role.DUE_TO_PLATFORM]) == (199_955, 0)
    assert mirror_differences() == {}


@pytest.mark.parametrize("status", ["enterprise", "cooperative"])
def test_enterprises_and_cooperatives_file_for_themselves(status: str) -> None:
    make.pay(make.charge(seller(status)))

    assert not WithholdingLine.objects.exists()
    assert unknown_sellers() == []


def test_another_modules_papers_say_who_a_seller_is() -> None:
    def household(_payee: Payee) -> str:
        return "household"

    household.__module__ = "payments"
    charge = make.charge()
    with tax_status.register_temporarily(household):
        make.pay(charge)

    assert lines(charge) == [(203_000, 10_150, 4_060)]


def test_a_seller_nobody_knows_is_listed_and_withheld_of_once_an_officer_has_said() -> None:
    charge = make.charge()
    make.pay(charge)

    assert unknown_sellers() == [charge.payee]
    assert lines(charge) == []
    tax.taxpayer(charge.payee)
    assert unknown_sellers() == []
    assert lines(charge) == [(203_000, 2_030, 1_015)]


def test_the_zero_class_needs_the_declaration_and_leaves_a_line_as_evidence() -> None:
    payee = make.payee()
    with pytest.raises(DeclarationMissingError):
        set_taxpayer(
            payee=payee,
            status="household",
            default_class="own_produce",
            reason="says so",
            acting_user=make.person(staff=True),
        )
    tax.taxpayer(payee, sells="own_produce")
    charge = make.charge(payee)
    make.pay(charge)

    assert lines(charge) == [(203_000, 0, 0)]


def test_each_part_has_its_class_and_what_nobody_named_the_highest() -> None:
    def parts(_charge: Charge) -> list[Part]:
        return [
            Part(tax_class=TaxClass.PRODUCTION, base=100_000, item="line:1"),
            Part(tax_class=TaxClass.DISTRIBUTION, base=83_000, item="line:2"),
        ]

    parts.__module__ = "payments"
    charge = make.charge(seller(), amount=203_000)
    with tax_bases.register_temporarily(parts):
        make.pay(charge)

    assert lines(charge) == [
        (100_000, 3_000, 1_500),
        (83_000, 830, 415),
        (20_000, 1_000, 400),
    ]


def test_a_return_of_part_is_set_off_in_the_month_it_happens_to_the_dong() -> None:
    with time_machine.travel("2026-11-21T03:00:00Z"):
        charge = make.charge(seller(), amount=203_000, minutes=None)
        make.pay(charge)
    with time_machine.travel("2026-12-05T03:00:00Z"):
        Charge.objects.filter(pk=charge.pk).update(waived=53_000)
        actions.record_return(
            charge=charge,
            amount=Money(53_000),
            reference="FT1",
            acting_user=make.person(staff=True),
        )

    assert lines(charge) == [(203_000, 2_030, 1_015), (-53_000, -530, -265)]
    november, december = month_return(NOVEMBER), month_return(date(2026, 12, 1))
    assert (november.base, november.vat, november.pit) == (203_000, 2_030, 1_015)
    assert (december.base, december.vat, december.pit) == (-53_000, -530, -265)


def test_a_cancelled_sale_gives_all_of_it_back() -> None:
    charge = make.charge(seller(), amount=203_000)
    make.pay(charge)

    actions.cancel_charge(charge=charge, reason="not as described")

    assert lines(charge) == [(203_000, 2_030, 1_015), (-203_000, -2_030, -1_015)]
    last = WithholdingLine.objects.latest("pk")
    assert last.corrects == WithholdingLine.objects.earliest("pk")
    assert balances(owner=f"payee:{charge.payee_id}")[Role.DUE_TO_PLATFORM] == 0


def test_the_rates_of_the_day_of_the_sale_count() -> None:
    payee = seller(sells="production")
    with time_machine.travel("2026-06-30T03:00:00Z"):
        before = make.charge(payee, amount=100_000, minutes=None)
        make.pay(before)
    with time_machine.travel("2026-07-01T03:00:00Z"):
        after = make.charge(payee, amount=100_000, minutes=None)
        make.pay(after)

    assert lines(before) == [(100_000, 1_000, 500)]
    assert lines(after) == [(100_000, 3_000, 1_500)]


def test_an_officers_new_rule_counts_from_its_day_on() -> None:
    officer = make.person(staff=True)
    rule = {
        "tax_class": "distribution",
        "vat": 200,
        "pit": 100,
        "valid_from": date(2026, 11, 1),
        "basis": "A new decree",
        "confidence": "O",
        "acting_user": officer,
    }
    add_tax_rule(**rule)  # type: ignore[arg-type]
    with time_machine.travel("2026-11-21T03:00:00Z"):
        charge = make.charge(seller(), amount=100_000)
        make.pay(charge)

    assert lines(charge) == [(100_000, 2_000, 1_000)]
    with pytest.raises(TaxRuleRefusedError):
        add_tax_rule(**rule)  # type: ignore[arg-type]
    with pytest.raises(TaxRuleRefusedError):
        add_tax_rule(**{**rule, "vat": 10_001})  # type: ignore[arg-type]


def test_a_month_is_paid_once_and_only_when_every_seller_is_known() -> None:
    officer = make.person(staff=True)
    with time_machine.travel("2026-11-21T03:00:00Z"):
        make.pay(make.charge(seller(), amount=203_000))
        stranger = make.charge(amount=100_000)
        make.pay(stranger)
        with pytest.raises(TaxMonthError):
            pay_month(month=NOVEMBER, reference="NNT1", acting_user=officer)
    with time_machine.travel("2026-12-10T03:00:00Z"):
        with pytest.raises(StatusUnknownError):
            pay_month(month=NOVEMBER, reference="NNT1", acting_user=officer)
        tax.taxpayer(stranger.payee, "enterprise")
        paid = pay_month(month=NOVEMBER, reference="NNT1", acting_user=officer)
        with pytest.raises(TaxMonthError):
            pay_month(month=NOVEMBER, reference="NNT2", acting_user=officer)

    assert (paid.vat, paid.pit) == (2_030, 1_015)
    assert details(owner=PLATFORM, role=Role.TAX_PAYABLE) == {"vat": 0, "pit": 0}
    assert balances(owner=PLATFORM)[Role.BANK] == -3_045
