"""Taking commission, correcting it, and keeping its rules."""

from collections.abc import Mapping, Sequence
from datetime import date

from django.db import transaction
from django.utils import timezone

from marketplace.base.accounts.models import User
from marketplace.kernel.audit import record
from marketplace.kernel.clock import now
from marketplace.kernel.locking import lock_rows
from payments.actions.books import post_kept_back, post_owed
from payments.actions.earning import earned, left_to_keep_back, settled_on
from payments.core.earning import Counted, corrections
from payments.ledger.core.postings import Place, Role
from payments.models import Charge, Payee
from payments.settlement.core.commission import (
    Rule,
    Sale,
    Terms,
    TermsError,
    choose,
    commission,
    whole_bases,
)
from payments.settlement.errors import RuleEndError, RuleRefusedError
from payments.settlement.hooks import commission_bases
from payments.settlement.models import CommissionLine, CommissionRule


@transaction.atomic
def add_rule(  # noqa: PLR0913 -- one rule's columns
    *,
    terms: Terms | Mapping[str, int | None],
    valid_from: date,
    reason: str,
    payee: Payee | None = None,
    payee_kind: str = "",
    category: str = "",
    valid_to: date | None = None,
    acting_user: User | None = None,
) -> CommissionRule:
    """Write a rule of commission.

    Raises:
        RuleRefusedError: the terms contradict themselves.
        RuleEndError: it would end before it begins.
    """
    asked = _terms(terms)
    if valid_to is not None and valid_to < valid_from:
        raise RuleEndError(valid_from=valid_from.isoformat())
    rule = CommissionRule.objects.create(
        payee=payee,
        payee_kind=payee_kind,
        category=category,
        basis_points=asked.basis_points,
        fixed=asked.fixed,
        minimum=asked.minimum,
        maximum=asked.maximum,
        valid_from=valid_from,
        valid_to=valid_to,
        reason=reason,
        made_by=acting_user,
        created_at=now(),
    )
    record("commission_rule.added", acting_user=acting_user, subject=rule, reason=reason)
    return rule


@transaction.atomic
def end_rule(*, rule: CommissionRule, last_day: date, acting_user: User) -> CommissionRule:
    """Let a rule end; what was counted by it stays.

    Raises:
        RuleEndError: before today, before its first day, or it has ended already.
    """
    (locked,) = lock_rows(CommissionRule.objects.filter(pk=rule.pk))
    today = timezone.localdate()
    ended = locked.valid_to is not None and locked.valid_to < today
    if ended or last_day < max(today, locked.valid_from):
        raise RuleEndError(rule=locked.pk)
    locked.valid_to = last_day
    locked.save(update_fields=["valid_to"])
    record("commission_rule.ended", acting_user=acting_user, subject=locked, last_day=last_day)
    return locked


def count(charge: Charge, reason: str) -> None:
    """Count the commission of a charge for the first time, or correct it. Its lock is held."""
    lines = list(charge.commission_lines.order_by("pk"))
    if lines:
        _correct(charge, lines, reason)
    elif charge.payee.kind != Payee.Kind.PLATFORM and earned(charge) > 0:
        _count_first(charge, reason)


def _count_first(charge: Charge, reason: str) -> None:
    bases = _bases_by_rule(charge)
    left = left_to_keep_back(charge) if bases else 0
    for rule, base in bases.items():
        amount = commission(base, rule.terms)
        kept = min(amount, left)
        left -= kept
        line = CommissionLine(charge=charge, rule_id=rule.pk, base=base, amount=amount)
        _write(line, kept, reason)


def _correct(charge: Charge, lines: Sequence[CommissionLine], reason: str) -> None:
    firsts = [one for one in lines if one.corrects_id is None]
    counted = [_counted(first, lines) for first in firsts]
    whole = sum(one.base for one in firsts)
    for first, (base, amount, kept) in zip(
        firsts, corrections(counted, earned=earned(charge), whole=whole), strict=True
    ):
        if amount or kept or base:
            line = CommissionLine(
                charge=charge, rule_id=first.rule_id, base=base, amount=amount, corrects=first
            )
            _write(line, kept, reason)


def _counted(first: CommissionLine, lines: Sequence[CommissionLine]) -> Counted:
    same = [one for one in lines if first.pk in {one.pk, one.corrects_id}]
    return Counted(
        first=(first.base, first.amount, first.kept_back),
        now=(
            sum(one.base for one in same),
            sum(one.amount for one in same),
            sum(one.kept_back for one in same),
        ),
    )


def _write(line: CommissionLine, kept: int, reason: str) -> None:
    line.kept_back = kept
    line.reason = reason
    line.created_at = now()
    line.save()
    charge = line.charge
    post_owed(
        "commission",
        line,
        line.amount,
        payee_id=charge.payee_id,
        currency=charge.currency,
        accounts=(Role.COMMISSION, Place(Role.COMMISSION_INCOME)),
    )
    post_kept_back(line, kept, payee_id=charge.payee_id, currency=charge.currency)


def _bases_by_rule(charge: Charge) -> dict[Rule, int]:
    """Return what of a charge each rule speaks of; a fixed amount is taken once for each rule."""
    day = settled_on(charge)
    rules = [one.rule for one in CommissionRule.objects.filter(valid_from__lte=day)]
    if not rules:
        return {}
    answers = commission_bases.send(charge)
    parts = whole_bases(answers[0] if answers else (), total=earned(charge))
    bases: dict[Rule, int] = {}
    for category, amount in parts:
        sale = Sale(payee=charge.payee_id, kind=charge.payee.kind, category=category, day=day)
        rule = choose(rules, sale)
        if rule is not None:
            bases[rule] = bases.get(rule, 0) + amount
    return bases


def _terms(terms: Terms | Mapping[str, int | None]) -> Terms:
    if isinstance(terms, Terms):
        return terms
    try:
        return Terms(
            basis_points=terms.get("basis_points") or 0,
            fixed=terms.get("fixed") or 0,
            minimum=terms.get("minimum") or 0,
            maximum=terms.get("maximum"),
        )
    except TermsError as error:
        raise RuleRefusedError from error
