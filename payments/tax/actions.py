"""Withholding tax, correcting it, saying who sellers are, paying it on."""

from collections.abc import Iterable, Sequence
from datetime import date

from django.db import IntegrityError, transaction
from django.utils import timezone

from marketplace.base.accounts.models import User
from marketplace.kernel.audit import record
from marketplace.kernel.clock import now
from marketplace.kernel.locking import lock_rows
from payments.actions.books import post_kept_back, post_owed, post_platform
from payments.actions.charges import lock_charge
from payments.actions.earning import earned, left_to_keep_back, settled_on
from payments.core.earning import Counted, corrections
from payments.ledger.actions import day_for
from payments.ledger.core import postings
from payments.ledger.core.months import last_day, month_of
from payments.ledger.core.postings import Place, Role
from payments.models import Charge, Payee
from payments.tax.core.withholding import Part, TaxClass, Withheld, whole_parts, withhold
from payments.tax.errors import (
    DeclarationMissingError,
    EndError,
    StatusUnknownError,
    TaxMonthError,
    TaxRuleRefusedError,
)
from payments.tax.hooks import tax_bases
from payments.tax.models import (
    OwnProduceDeclaration,
    PayeeTax,
    TaxPayment,
    TaxRule,
    WithholdingLine,
)
from payments.tax.queries import (
    Taxpayer,
    first_sale_of,
    has_declared,
    month_return,
    rates_on,
    taxpayer,
    unknown_sellers,
)

CURRENCY = "VND"
MOST = 10_000


@transaction.atomic
def set_taxpayer(  # noqa: PLR0913 -- one status's columns
    *,
    payee: Payee,
    status: str,
    reason: str,
    acting_user: User,
    default_class: str = "",
    tax_code: str = "",
    resident: bool = True,
    valid_from: date | None = None,
) -> PayeeTax:
    """Say who a payee is to the tax office, and withhold of what they have sold since then.

    Raises:
        DeclarationMissingError: the zero class without the seller's declaration.
    """
    day = valid_from or timezone.localdate()
    if default_class == TaxClass.OWN_PRODUCE and not has_declared(payee, day):
        raise DeclarationMissingError(payee=payee.pk)
    written = PayeeTax.objects.create(
        payee=payee,
        status=status,
        tax_code=tax_code,
        resident=resident,
        default_class=default_class,
        reason=reason,
        valid_from=day,
        made_by=acting_user,
        created_at=now(),
    )
    record("payee_tax.set", acting_user=acting_user, subject=written, status=status, reason=reason)
    sold = Charge.objects.filter(payee=payee, withholding_lines=None, settled_at__date__gte=day)
    for pk in sold.order_by("pk").values_list("pk", flat=True):
        count(lock_charge(pk), "settled")
    return written


def place_sellers(
    *,
    payees: Iterable[Payee],
    status: str,
    default_class: str,
    reason: str,
    acting_user: User,
    valid_from: date | None = None,
) -> Sequence[Payee]:
    """Say of many payees at once who they are, each in its own transaction.

    Args:
        payees: whom the officer chose.
        status: of all of them.
        default_class: of what all of them sell.
        reason: in words, kept with each.
        acting_user: the officer.
        valid_from: by default each one's oldest sale that waits, else today.

    Returns:
        Whom the zero class was refused: their declaration is missing.
    """
    refused = []
    for payee in payees:
        try:
            set_taxpayer(
                payee=payee,
                status=status,
                default_class=default_class,
                reason=reason,
                valid_from=valid_from or first_sale_of(payee),
                acting_user=acting_user,
            )
        except DeclarationMissingError:
            refused.append(payee)
    return refused


@transaction.atomic
def keep_declaration(
    *, payee: Payee, produce: str, signed_on: date, acting_user: User
) -> OwnProduceDeclaration:
    """Keep a seller's declaration that they sell only what they grew."""
    kept = OwnProduceDeclaration.objects.create(
        payee=payee,
        produce=produce,
        signed_on=signed_on,
        kept_by=acting_user,
        created_at=now(),
    )
    record("own_produce.declared", acting_user=acting_user, subject=kept, produce=produce)
    return kept


@transaction.atomic
def end_declaration(
    *, declaration: OwnProduceDeclaration, last_day: date, acting_user: User
) -> OwnProduceDeclaration:
    """Let a declaration end: the seller buys from others now. What was counted by it stays.

    Raises:
        EndError: before today, before it was signed, or it has ended already.
    """
    (locked,) = lock_rows(OwnProduceDeclaration.objects.filter(pk=declaration.pk))
    _check_end(locked.signed_on, locked.valid_to, last_day)
    locked.valid_to = last_day
    locked.save(update_fields=["valid_to"])
    record("own_produce.ended", acting_user=acting_user, subject=locked, last_day=last_day)
    return locked


@transaction.atomic
def add_tax_rule(  # noqa: PLR0913 -- one rule's columns
    *,
    tax_class: str,
    vat: int,
    pit: int,
    valid_from: date,
    basis: str,
    confidence: str,
    acting_user: User,
    pit_nonresident: int | None = None,
) -> TaxRule:
    """Write rates (basis points) that hold from a day on; the rule before counts no more then.

    Raises:
        TaxRuleRefusedError: impossible rates, or the class has a rule from that day already.
    """
    if not all(0 <= rate <= MOST for rate in (vat, pit, pit_nonresident or 0)):
        raise TaxRuleRefusedError(vat=vat, pit=pit)
    try:
        with transaction.atomic():
            rule = TaxRule.objects.create(
                tax_class=tax_class,
                vat=vat,
                pit=pit,
                pit_nonresident=pit_nonresident,
                valid_from=valid_from,
                basis=basis,
                confidence=confidence,
                made_by=acting_user,
                created_at=now(),
            )
    except IntegrityError as error:
        raise TaxRuleRefusedError(tax_class=tax_class) from error
    record("tax_rule.added", acting_user=acting_user, subject=rule, basis=basis)
    return rule


@transaction.atomic
def end_tax_rule(*, rule: TaxRule, last_day: date, acting_user: User) -> TaxRule:
    """Let rates end; of a class without rates the highest of the others count.

    Raises:
        EndError: before today, before its first day, or it has ended already.
    """
    (locked,) = lock_rows(TaxRule.objects.filter(pk=rule.pk))
    _check_end(locked.valid_from, locked.valid_to, last_day)
    locked.valid_to = last_day
    locked.save(update_fields=["valid_to"])
    record("tax_rule.ended", acting_user=acting_user, subject=locked, last_day=last_day)
    return locked


def _check_end(first_day: date, ended: date | None, last_day: date) -> None:
    today = timezone.localdate()
    if (ended is not None and ended < today) or last_day < max(today, first_day):
        raise EndError(last_day=last_day.isoformat())


@transaction.atomic
def pay_month(*, month: date, reference: str, acting_user: User) -> TaxPayment:
    """Write down that a month's tax was filed and paid to the tax office.

    A tax that came out negative (more came back than was sold) is carried on in the books.

    Raises:
        TaxMonthError: the month is not over, or was paid already.
        StatusUnknownError: somebody has sold in it of whom nobody knows whether to withhold.
    """
    if last_day(month) >= timezone.localdate():
        raise TaxMonthError(month=month.isoformat())
    if unknown_sellers(last_day(month)):
        raise StatusUnknownError(month=month.isoformat())
    due = month_return(month)
    try:
        with transaction.atomic():
            paid = TaxPayment.objects.create(
                month=month,
                vat=max(0, due.vat),
                pit=max(0, due.pit),
                reference=reference,
                made_by=acting_user,
                created_at=now(),
            )
    except IntegrityError as error:
        raise TaxMonthError(month=month.isoformat()) from error
    entry = postings.tax_paid(paid.vat, tax="vat") + postings.tax_paid(paid.pit, tax="pit")
    post_platform("tax_paid", paid, entry, currency=CURRENCY)
    record("tax.paid", acting_user=acting_user, subject=paid, reference=reference)
    return paid


def count(charge: Charge, reason: str) -> None:
    """Withhold of a charge for the first time, or correct it. Its lock is held."""
    lines = list(charge.withholding_lines.order_by("pk"))
    if lines:
        _correct(charge, lines, reason)
    elif earned(charge) > 0 and charge.currency == CURRENCY:
        who = taxpayer(charge.payee, settled_on(charge))
        if who.is_withheld_of and charge.payee.kind != Payee.Kind.PLATFORM:
            _count_first(charge, who, reason)


def _count_first(charge: Charge, who: Taxpayer, reason: str) -> None:
    day = settled_on(charge)
    rates = rates_on(day)
    if not rates:
        return
    declared = has_declared(charge.payee, day)
    left = left_to_keep_back(charge)
    for part in _parts(charge, who):
        found = withhold(part, rates, resident=who.resident, declared=declared)
        kept = min(found.vat + found.pit, left)
        left -= kept
        _write(_line(charge, found, None), kept, reason)


def _parts(charge: Charge, who: Taxpayer) -> Sequence[Part]:
    """Return a charge's parts by whoever knows its goods, else all of it in the seller's class."""
    total = earned(charge)
    told = next((parts for parts in tax_bases.send(charge) if parts), None)
    if told is not None:
        return whole_parts(told, total=total)
    return (Part(tax_class=who.default_class, base=total),)


def _correct(charge: Charge, lines: Sequence[WithholdingLine], reason: str) -> None:
    firsts = [one for one in lines if one.corrects_id is None]
    whole = sum(one.base for one in firsts)
    counted = [_counted(first, lines) for first in firsts]
    steps = corrections(counted, earned=earned(charge), whole=whole)
    for first, (base, vat, pit, kept) in zip(firsts, steps, strict=True):
        if base or vat or pit or kept:
            part = Part(tax_class=TaxClass(first.tax_class), base=base, item=first.item)
            found = Withheld(part=part, rule=first.rule_id, vat=vat, pit=pit)
            _write(_line(charge, found, first), kept, reason)


def _counted(first: WithholdingLine, lines: Sequence[WithholdingLine]) -> Counted:
    same = [one for one in lines if first.pk in {one.pk, one.corrects_id}]
    return Counted(
        first=(first.base, first.vat, first.pit, first.kept_back),
        now=(
            sum(one.base for one in same),
            sum(one.vat for one in same),
            sum(one.pit for one in same),
            sum(one.kept_back for one in same),
        ),
    )


def _line(charge: Charge, found: Withheld, corrects: WithholdingLine | None) -> WithholdingLine:
    return WithholdingLine(
        charge=charge,
        payee_id=charge.payee_id,
        item=found.part.item[:80],
        tax_class=found.part.tax_class.value,
        rule_id=found.rule,
        base=found.part.base,
        vat=found.vat,
        pit=found.pit,
        period=month_of(_belongs_to(charge, corrects)),
        corrects=corrects,
    )


def _belongs_to(charge: Charge, corrects: WithholdingLine | None) -> date:
    """Return the day whose return a line stands in: of a sale its own, as long as that is open.

    A correction belongs to the day it happens. What is found out after the month was paid or
    closed stands in the month of today.
    """
    if corrects is not None:
        return timezone.localdate()
    day = day_for(settled_on(charge))
    paid = TaxPayment.objects.filter(month=month_of(day)).exists()
    return timezone.localdate() if paid else day


def _write(line: WithholdingLine, kept: int, reason: str) -> None:
    line.kept_back = kept
    line.reason = reason
    line.created_at = now()
    line.save()
    for tax, amount in (("vat", line.vat), ("pit", line.pit)):
        post_owed(
            "tax_withheld",
            line,
            amount,
            payee_id=line.payee_id,
            currency=CURRENCY,
            accounts=(Role.TAX_WITHHELD, Place(Role.TAX_PAYABLE, tax)),
        )
    post_kept_back(line, kept, payee_id=line.payee_id, currency=CURRENCY)
