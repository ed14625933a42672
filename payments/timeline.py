"""All that happened to a charge, in one ordered list; the number of queries is fixed."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from django.db import models
from django.db.models import Prefetch, Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from marketplace.base.words.formats import date, dong, time
from marketplace.kernel.models import AuditRow
from payments import hooks
from payments.ledger.models import JournalEntry, Posting
from payments.models import (
    Allocation,
    Attempt,
    Charge,
    MatchProposal,
    MoneyReturn,
    Notice,
    Receipt,
)
from payments.refunds.models import Refund

Text = str | Promise


class Kind(StrEnum):
    """What a line tells of; the page has an icon for each."""

    CHARGE = "charge"
    ATTEMPT = "attempt"
    NOTICE = "notice"
    RECEIPT = "receipt"
    MATCH = "match"
    UNDONE = "undone"
    RETURN = "return"
    REFUND = "refund"
    DISPUTE = "dispute"
    BOOKS = "books"
    AUDIT = "audit"


ORDER = tuple(Kind)
"""Of lines of one moment: what was asked before what came, the books and the audit trail last."""

TECHNICAL = frozenset({Kind.BOOKS, Kind.AUDIT})


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One thing that happened.

    Args:
        at: when.
        kind: what it tells of.
        title: in a few words.
        amount: in đồng, None where no money is meant.
        details: more, each a line of its own.
        who: a person's name, empty for the machine.
        notice: the notice that can be looked at, if any.
        attempt: the try, if any.
    """

    at: datetime
    kind: Kind
    title: Text
    amount: int | None = None
    details: Sequence[Text] = ()
    who: str = ""
    notice: Notice | None = None
    attempt: Attempt | None = None

    @property
    def is_technical(self) -> bool:
        """Whether only the books or the audit trail say so."""
        return self.kind in TECHNICAL


@dataclass(slots=True)
class _Rows:
    """What belongs to a charge, read once."""

    charge: Charge
    attempts: list[Attempt] = field(default_factory=list)
    allocations: list[Allocation] = field(default_factory=list)
    receipts: dict[int, Receipt] = field(default_factory=dict)
    returns: list[MoneyReturn] = field(default_factory=list)
    proposals: list[MatchProposal] = field(default_factory=list)
    refunds: list[Refund] = field(default_factory=list)

    def subjects(self) -> Mapping[str, list[str]]:
        """Return the primary keys of all rows by kind of record, as audit and books name them."""
        found: dict[str, list[str]] = {}
        undone = [one.undo for one in self.allocations if hasattr(one, "undo")]
        rows: list[models.Model] = [self.charge, *self.attempts, *self.allocations, *undone]
        rows += [*self.receipts.values(), *self.returns, *self.refunds]
        for row in rows:
            found.setdefault(row._meta.label_lower, []).append(str(row.pk))
        return found


def timeline(charge: Charge) -> list[Line]:
    """Return what happened to ``charge``, the first thing first."""
    rows = _rows(charge)
    lines = [
        *_of_charge(charge),
        *_of_attempts(rows.attempts),
        *_of_notices(rows),
        *_of_receipts(rows.receipts.values()),
        *_of_matches(rows),
        *_of_refunds(rows.refunds),
        *_of_returns(rows.returns),
        *_of_books(rows.subjects()),
        *_of_audit(rows.subjects()),
    ]
    for answer in hooks.charge_told.send(charge):
        lines += answer
    return sorted(lines, key=lambda line: (line.at, ORDER.index(line.kind)))


def _rows(charge: Charge) -> _Rows:
    matches = charge.allocations.select_related(
        "receipt__notice", "receipt__confirmed_by", "made_by", "undo__made_by"
    )
    rows = _Rows(
        charge=charge,
        attempts=list(charge.attempts.select_related("merchant").order_by("pk")),
        allocations=list(matches.order_by("pk")),
        proposals=list(charge.proposals.select_related("made_by").order_by("pk")),
    )
    rows.receipts = {one.receipt_id: one.receipt for one in rows.allocations}
    waiting = charge.suggested_receipts.select_related("notice", "confirmed_by")
    rows.receipts |= {one.pk: one for one in waiting}
    gone_back = MoneyReturn.objects.filter(Q(charge=charge) | Q(receipt__in=list(rows.receipts)))
    rows.returns = list(gone_back.select_related("made_by").order_by("pk"))
    asked = Refund.objects.filter(Q(charge=charge) | Q(payment__in=list(rows.receipts)))
    rows.refunds = list(asked.select_related("requested_by").distinct().order_by("pk"))
    return rows


def _of_charge(charge: Charge) -> Iterator[Line]:
    opened = [charge.description, charge.purpose]
    if charge.expires_at:
        opened.append(f"≤ {date(charge.expires_at)} {time(charge.expires_at)}")
    yield Line(
        at=charge.created_at,
        kind=Kind.CHARGE,
        title=_("To be collected"),
        amount=charge.amount,
        details=opened,
    )
    ends = (
        (charge.settled_at, _("Paid in full")),
        (charge.expired_at, _("Time was over")),
        (charge.cancelled_at, _("Given up")),
    )
    yield from (Line(at=at, kind=Kind.CHARGE, title=title) for at, title in ends if at)


def _of_attempts(attempts: Sequence[Attempt]) -> Iterator[Line]:
    for one in attempts:
        told: list[Text] = [one.get_outcome_display()]
        told += [text for text in (one.memo_code, one.order_ref, one.provider_ref) if text]
        if one.queries:
            told.append(_("asked about %(count)s times") % {"count": one.queries})
        yield Line(
            at=one.created_at,
            kind=Kind.ATTEMPT,
            title=one.provider_label,
            amount=one.due,
            details=told,
            attempt=one,
        )


def _of_notices(rows: _Rows) -> Iterator[Line]:
    """Tell of what banks and gateways said: with money, or of a try (its number is the event's)."""
    mine = Q(receipt__in=list(rows.receipts))
    for one in rows.attempts:
        for number in (one.order_ref, one.provider_ref):
            if number and one.merchant_id:
                mine |= Q(
                    merchant=one.merchant_id, event_id__startswith=f"{one.merchant_id}:{number}:"
                )
    for notice in Notice.objects.filter(mine).defer("body").distinct().order_by("pk"):
        yield Line(
            at=notice.received_at,
            kind=Kind.NOTICE,
            title=notice.provider,
            details=[notice.get_outcome_display(), notice.event_id],
            notice=notice,
        )


def _of_receipts(receipts: Iterable[Receipt]) -> Iterator[Line]:
    for one in receipts:
        told: list[Text] = [one.get_source_display()]
        told += [text for text in (one.memo, one.reference) if text]
        if one.attention:
            told.append(one.get_attention_display())
        yield Line(
            at=one.created_at,
            kind=Kind.RECEIPT,
            title=_("Money came"),
            amount=one.amount,
            details=told,
            who=str(one.confirmed_by or ""),
        )


def _of_matches(rows: _Rows) -> Iterator[Line]:
    for one in rows.proposals:
        yield Line(
            at=one.created_at,
            kind=Kind.MATCH,
            title=_("Match proposed"),
            details=[one.reason] if one.reason else [],
            who=str(one.made_by),
        )
    for match in rows.allocations:
        yield Line(
            at=match.created_at,
            kind=Kind.MATCH,
            title=_("Matched"),
            amount=match.amount,
            details=[match.get_proof_display(), *([match.reason] if match.reason else [])],
            who=str(match.made_by or ""),
        )
        undo = getattr(match, "undo", None)
        if undo is not None:
            yield Line(
                at=undo.created_at,
                kind=Kind.UNDONE,
                title=_("Match undone"),
                amount=match.amount,
                details=[undo.reason],
                who=str(undo.made_by),
            )


def _of_refunds(refunds: Sequence[Refund]) -> Iterator[Line]:
    for one in refunds:
        numbers = [text for text in (one.refund_ref, one.provider_ref, one.code) if text]
        yield Line(
            at=one.created_at,
            kind=Kind.REFUND,
            title=_("Refund asked for"),
            amount=one.amount,
            details=[one.get_way_display(), one.get_state_display(), one.reason, *numbers],
            who=str(one.requested_by or ""),
        )
        if one.ended_at is not None:
            yield Line(
                at=one.ended_at,
                kind=Kind.REFUND,
                title=one.get_state_display(),
                amount=one.amount,
                details=numbers,
            )


def _of_returns(returns: Sequence[MoneyReturn]) -> Iterator[Line]:
    for one in returns:
        yield Line(
            at=one.created_at,
            kind=Kind.RETURN,
            title=one.get_kind_display(),
            amount=one.amount,
            details=[one.reference],
            who=str(one.made_by or ""),
        )


def _of_books(subjects: Mapping[str, list[str]]) -> Iterator[Line]:
    postings = Prefetch("postings", Posting.objects.select_related("account").order_by("pk"))
    entries = JournalEntry.objects.filter(_about(subjects)).prefetch_related(postings)
    for entry in entries.order_by("pk"):
        yield Line(
            at=entry.created_at,
            kind=Kind.BOOKS,
            title=entry.kind,
            details=[_as_text(one) for one in entry.postings.all()],
        )


def _of_audit(subjects: Mapping[str, list[str]]) -> Iterator[Line]:
    rows = AuditRow.objects.filter(_about(subjects)).select_related("acting_user")
    for row in rows.order_by("pk"):
        details = [f"{name}: {_plain(value)}" for name, value in sorted(row.details.items())]
        yield Line(
            at=row.at,
            kind=Kind.AUDIT,
            title=row.action,
            details=details,
            who=str(row.acting_user or ""),
        )


def _about(subjects: Mapping[str, list[str]]) -> Q:
    found = Q(pk__in=[])
    for kind, keys in subjects.items():
        found |= Q(subject_type=kind, subject_id__in=keys)
    return found


def _plain(value: object) -> str:
    """Return a detail of an audit row as people write it: money is a pair there."""
    if isinstance(value, dict) and value.keys() == {"amount", "currency"}:
        amount, currency = value["amount"], value["currency"]
        return dong(amount) if currency == "VND" else f"{amount} {currency}"
    return str(value)


def _as_text(posting: Posting) -> str:
    side = "+" if posting.debit else "−"
    amount = dong(posting.debit or posting.credit)
    return f"{posting.account.owner} {posting.account.role} {side}{amount}"
