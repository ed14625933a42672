"""Comparing two sides, and reading a gateway's report."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from payments.reconciliation.core.comparing import Gap, Movement, Side, compare
from payments.reconciliation.core.report import ReportError, ReportLine, read_report

movements = st.lists(
    st.builds(Movement, reference=st.sampled_from("abcdef"), amount=st.integers(1, 1000))
)


def move(reference: str, amount: int) -> Movement:
    return Movement(reference=reference, amount=amount)


def test_every_difference_is_named_with_both_sides() -> None:
    ours = [move("same", 5), move("mine", 7), move("other", 100)]
    theirs = [move("same", 5), move("yours", 9), move("other", 90)]

    assert compare(ours, theirs) == (
        Gap(side=Side.NOT_THERE, reference="mine", ours=7, theirs=0),
        Gap(side=Side.AMOUNT, reference="other", ours=100, theirs=90),
        Gap(side=Side.NOT_HERE, reference="yours", ours=0, theirs=9),
    )
    assert compare(ours, theirs)[1].apart == 10


@given(movements, movements)
def test_the_differences_explain_the_difference_of_the_sums(
    ours: list[Movement], theirs: list[Movement]
) -> None:
    gaps = compare(ours, theirs)

    assert sum(one.apart for one in gaps) == sum(m.amount for m in ours) - sum(
        m.amount for m in theirs
    )
    assert compare(ours, ours) == ()


def test_a_report_is_read_with_either_separator_and_day() -> None:
    comma = b"kind,reference,amount,day,fee,order\npayment,P1,203000,2026-11-21,2233,ST1\n"
    semicolon = "\ufeffKind;Reference;Amount;Day\r\nPAYOUT;N9;1.250.000;21/11/2026\r\n\r\n".encode()

    assert read_report(comma) == [
        ReportLine(
            kind="payment",
            reference="P1",
            amount=203_000,
            day=date(2026, 11, 21),
            fee=2_233,
            order="ST1",
        )
    ]
    assert read_report(semicolon) == [
        ReportLine(kind="payout", reference="N9", amount=1_250_000, day=date(2026, 11, 21))
    ]


HEAD = b"kind,reference,amount,day\n"


@pytest.mark.parametrize(
    ("content", "reason", "line"),
    [
        (b"", "empty", 0),
        (b"\xff\xfe", "not_text", 0),
        (b"kind,amount\npayment,1\n", "no_headings", 0),
        (HEAD + b"gift,P1,1,2026-11-21\n", "bad_kind", 2),
        (HEAD + b"payment,,1,2026-11-21\n", "no_reference", 2),
        (HEAD + b"payment,P1,-1,2026-11-21\n", "bad_amount", 2),
        (HEAD + b"payment,P1,1.5,2026-11-21\n", "bad_amount", 2),
        (HEAD + b"payment,P1,1,2026-13-21\n", "bad_day", 2),
        (HEAD + b"payment,P1,1,yesterday\n", "bad_day", 2),
        (HEAD + b"payment,P1,1,2026-11-21\npayment,P1,1,2026-11-21\n", "twice", 3),
        (HEAD + b"payment\n", "no_reference", 2),
    ],
)
def test_what_is_wrong_is_named_with_its_line(content: bytes, reason: str, line: int) -> None:
    with pytest.raises(ReportError) as refused:
        read_report(content)

    assert (refused.value.reason, refused.value.line) == (reason, line)
