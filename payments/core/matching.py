"""Which charge a credit pays. Pure: decides, writes nothing.

The order is fixed: the account that a bank made for one charge, then the code in the memo. Both
prove. Amount and account prove nothing (two neighbours buy the same bag), so they only suggest.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TypeAlias

from payments.receipts.core.memo import find_codes, nearly


class Proof(StrEnum):
    """What ties a credit to a charge."""

    VIRTUAL_ACCOUNT = "virtual_account"
    CODE = "code"


class Hint(StrEnum):
    """Why a person should look, and what makes the suggestion."""

    NEAR_CODE = "near_code"
    AMOUNT = "amount"
    SEVERAL_CHARGES = "several_charges"
    OTHER_PAYEE = "other_payee"


@dataclass(frozen=True, slots=True, kw_only=True)
class Credit:
    """Money that came, as far as matching needs it. ``amount`` in minor units."""

    payee: int
    environment: str
    amount: int
    memo: str
    virtual_account: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A charge that the money may be for.

    Args:
        charge: its key.
        payee: who should get the money.
        environment: live or sandbox.
        rest: still due; 0 when paid or closed.
        is_closed: expired or cancelled.
        codes: every memo code that was shown for it.
        virtual_accounts: every account a bank made for it.
    """

    charge: int
    payee: int
    environment: str
    rest: int
    is_closed: bool = False
    codes: frozenset[str] = frozenset()
    virtual_accounts: frozenset[str] = field(default_factory=frozenset)


@dataclass(frozen=True, slots=True)
class Match:
    """The money is for this charge."""

    charge: int
    proof: Proof


@dataclass(frozen=True, slots=True)
class Late:
    """The money is for this charge, which is closed by now."""

    charge: int
    proof: Proof


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A person should look at these charges first, the likeliest at the front."""

    charges: tuple[int, ...]
    hint: Hint


@dataclass(frozen=True, slots=True)
class Unknown:
    """Nothing points to a charge."""


Decision: TypeAlias = Match | Late | Suggestion | Unknown


def decide(credit: Credit, candidates: Sequence[Candidate]) -> Decision:
    """Return what ``credit`` pays, or whom to ask.

    Charges of another environment do not exist here: a sandbox never pays a real charge.
    """
    known = [one for one in candidates if one.environment == credit.environment]
    if credit.virtual_account:
        hits = [one for one in known if credit.virtual_account in one.virtual_accounts]
        if hits:
            return _by_proof(credit, hits, Proof.VIRTUAL_ACCOUNT)
    codes = frozenset(find_codes(credit.memo))
    hits = [one for one in known if codes & one.codes]
    if hits:
        return _by_proof(credit, hits, Proof.CODE)
    return _by_resemblance(credit, [one for one in known if one.payee == credit.payee])


def _by_proof(credit: Credit, hits: list[Candidate], proof: Proof) -> Decision:
    own = [one for one in hits if one.payee == credit.payee]
    if not own:
        return Suggestion(tuple(one.charge for one in hits), Hint.OTHER_PAYEE)
    if len(own) > 1:
        return Suggestion(tuple(one.charge for one in own), Hint.SEVERAL_CHARGES)
    charge = own[0].charge
    return Late(charge, proof) if own[0].is_closed else Match(charge, proof)


def _by_resemblance(credit: Credit, own: list[Candidate]) -> Decision:
    near = [one for one in own if nearly(credit.memo, one.codes)]
    if near:
        near.sort(key=lambda one: one.rest != credit.amount)
        return Suggestion(tuple(one.charge for one in near), Hint.NEAR_CODE)
    equal = [one for one in own if one.rest == credit.amount]
    if equal:
        return Suggestion(tuple(one.charge for one in equal), Hint.AMOUNT)
    return Unknown()
