"""Anything that payments know, found by whatever staff has in hand."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import F, Q

from marketplace.base.words.core import fold
from marketplace.base.words.phone import PhoneError, normalise_phone
from payments.core.looking import Wanted, wanted
from payments.models import Charge, MerchantAccount, Notice, Payee, PayoutAccount, Receipt

SHOWN = 20
"""Rows of a kind; more of them call for a longer search word."""

PAYEES_READ = 5_000
"""Payees whose names are compared without accents."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What a search found, newest first, at most `SHOWN` of each kind."""

    charges: Sequence[Charge]
    receipts: Sequence[Receipt]
    notices: Sequence[Notice]
    payees: Sequence[Payee]

    @property
    def is_empty(self) -> bool:
        """Whether nothing was found."""
        return not (self.charges or self.receipts or self.notices or self.payees)

    @property
    def shown(self) -> int:
        """How many rows of a kind are shown at most."""
        return SHOWN

    @property
    def is_cut(self) -> bool:
        """Whether there may be more of a kind than is shown."""
        kinds = (self.charges, self.receipts, self.notices, self.payees)
        return any(len(rows) >= SHOWN for rows in kinds)


def find_anything(query: str) -> Found:
    """Return charges, money, notices and payees that ``query`` may mean.

    It may be an amount in any writing, a memo code or part of one, the number of an order at us or
    at a gateway, a reference of the bank or gateway, words of a transfer's content, a name with or
    without its accents, digits of an account, or the phone of one of a payee's people.
    """
    meant = wanted(query)
    if not meant.text:
        return Found(charges=(), receipts=(), notices=(), payees=())
    payees = _payees(meant)
    ids = [one.pk for one in payees]
    return Found(
        charges=_charges(meant, ids),
        receipts=_receipts(meant, ids),
        notices=_notices(meant),
        payees=payees,
    )


def _charges(meant: Wanted, payees: Sequence[int]) -> list[Charge]:
    found = Q(payee__in=payees) | Q(purpose__iexact=meant.text) | Q(public_id=meant.text)
    found |= Q(description__icontains=meant.text) if len(meant.text) > 2 else Q()  # noqa: PLR2004
    if meant.amount:
        found |= Q(amount=meant.amount) | Q(amount=F("allocated") + meant.amount)
    if meant.codes:
        found |= Q(memo_code__in=meant.codes) | Q(attempts__memo_code__in=meant.codes)
    if meant.part:
        found |= _by_numbers(meant)
    return list(
        Charge.objects.filter(found).select_related("payee").distinct().order_by("-pk")[:SHOWN]
    )


def _by_numbers(meant: Wanted) -> Q:
    """Return charges by part of a memo code, and by numbers of their tries and of their money."""
    numbers = Q(memo_code__contains=meant.part) | Q(attempts__memo_code__contains=meant.part)
    for path in (
        "attempts__order_ref",
        "attempts__provider_ref",
        "allocations__receipt__reference",
    ):
        numbers |= Q(**{f"{path}__iexact": meant.text})
    return numbers | Q(purpose__iendswith=f":{meant.text}")


def _receipts(meant: Wanted, payees: Sequence[int]) -> list[Receipt]:
    found = Q(memo__icontains=meant.text) | Q(reference__iexact=meant.text)
    found |= Q(payee__in=payees)
    if meant.amount:
        found |= Q(amount=meant.amount)
    if meant.part:
        found |= Q(memo__icontains=meant.part) | Q(reference__icontains=meant.part)
    if meant.digits:
        found |= Q(virtual_account__endswith=meant.digits)
    rows = Receipt.objects.filter(found).select_related("payee", "account__bank", "merchant")
    return list(rows.order_by("-pk")[:SHOWN])


def _notices(meant: Wanted) -> list[Notice]:
    if not meant.part:
        return []
    rows = Notice.objects.filter(event_id__icontains=meant.text)
    return list(rows.defer("body").order_by("-pk")[:SHOWN])


def _payees(meant: Wanted) -> list[Payee]:
    known = _by_name(meant.text)
    known |= set(_by_account(meant.part)) if meant.part else set()
    found = Q(pk__in=known) | Q(reference__iexact=meant.text)
    phone = _phone(meant.text)
    if phone:
        found |= Q(members__phone=phone)
    return list(Payee.objects.filter(found).distinct().order_by("name", "pk")[:SHOWN])


def _by_name(text: str) -> set[int]:
    """Return payees by words of their name; accents and case do not matter."""
    words = fold(text).split()
    if not any(character.isalpha() for character in text):
        return set()
    rows = Payee.objects.order_by("-pk").values_list("pk", "name", "legal_name")[:PAYEES_READ]
    return {
        pk
        for pk, name, legal_name in rows
        if all(word in fold(f"{name} {legal_name}") for word in words)
    }


def _by_account(part: str) -> list[int]:
    """Return payees by the end of their bank account, by its whole number, or at a gateway."""
    ours = PayoutAccount.objects.filter(account_number__endswith=part)
    theirs = MerchantAccount.objects.filter(merchant_id__iexact=part, payee__isnull=False)
    owners: list[int] = list(ours.values_list("payee_id", flat=True))
    return owners + [one.payee_id for one in theirs if one.payee_id is not None]


def _phone(text: str) -> str:
    try:
        return normalise_phone(text)
    except PhoneError:
        return ""
