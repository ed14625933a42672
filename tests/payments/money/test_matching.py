"""Which charge a credit pays: proof pays, resemblance only suggests."""

from payments.core.matching import (
    Candidate,
    Credit,
    Hint,
    Late,
    Match,
    Proof,
    Suggestion,
    Unknown,
    decide,
)
from payments.receipts.core.memo import make_code

CODE = make_code(b"1" * 16)
OTHER_CODE = make_code(b"2" * 16)


def credit(memo: str = "", amount: int = 203_000, virtual_account: str = "") -> Credit:
    return Credit(
        payee=1, environment="live", amount=amount, memo=memo, virtual_account=virtual_account
    )


def charge(
    key: int = 10,
    *,
    payee: int = 1,
    environment: str = "live",
    rest: int = 203_000,
    closed: bool = False,
    code: str = CODE,
    virtual_account: str = "",
) -> Candidate:
    return Candidate(
        charge=key,
        payee=payee,
        environment=environment,
        rest=rest,
        is_closed=closed,
        codes=frozenset([code]),
        virtual_accounts=frozenset([virtual_account] if virtual_account else []),
    )


def test_the_code_in_the_memo_proves_whatever_the_amount() -> None:
    assert decide(credit(CODE, amount=1), [charge()]) == Match(10, Proof.CODE)


def test_a_virtual_account_proves_before_the_code() -> None:
    charges = [charge(10), charge(11, code=OTHER_CODE, virtual_account="VA1")]

    assert decide(credit(CODE, virtual_account="VA1"), charges) == Match(11, Proof.VIRTUAL_ACCOUNT)


def test_an_unknown_virtual_account_leaves_the_code_to_prove() -> None:
    assert decide(credit(CODE, virtual_account="VA9"), [charge()]) == Match(10, Proof.CODE)


def test_money_for_a_closed_charge_is_late() -> None:
    assert decide(credit(CODE), [charge(closed=True, rest=0)]) == Late(10, Proof.CODE)


def test_a_second_payment_of_a_paid_charge_still_belongs_to_it() -> None:
    assert decide(credit(CODE), [charge(rest=0)]) == Match(10, Proof.CODE)


def test_codes_of_two_charges_in_one_memo_are_for_a_person() -> None:
    charges = [charge(10), charge(11, code=OTHER_CODE)]

    decision = decide(credit(f"{CODE} {OTHER_CODE}"), charges)

    assert decision == Suggestion((10, 11), Hint.SEVERAL_CHARGES)


def test_a_code_of_another_payee_is_for_a_person() -> None:
    assert decide(credit(CODE), [charge(payee=2)]) == Suggestion((10,), Hint.OTHER_PAYEE)


def test_a_sandbox_never_pays_a_real_charge() -> None:
    assert decide(credit(CODE), [charge(environment="sandbox")]) == Unknown()


def test_a_mistyped_code_only_suggests_the_right_amount_first() -> None:
    mistyped = CODE[:-1] + ("Z" if CODE[-1] != "Z" else "X")
    charges = [charge(9, rest=5), charge(10)]

    assert decide(credit(mistyped), charges) == Suggestion((10, 9), Hint.NEAR_CODE)


def test_amount_and_account_only_suggest() -> None:
    charges = [charge(10), charge(11, rest=1), charge(12, payee=2)]

    assert decide(credit("tra tien gao"), charges) == Suggestion((10,), Hint.AMOUNT)


def test_nothing_alike_is_unknown() -> None:
    assert decide(credit("tra tien gao", amount=7), [charge()]) == Unknown()
    assert decide(credit(""), []) == Unknown()
