"""Opening markets and stalls, and saying who sells there."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import IntegrityError, transaction

from marketplace.base.accounts.models import User
from marketplace.kernel.audit import record
from marketplace.kernel.clock import now
from marketplace.kernel.locking import lock_rows
from marketplace.modules.stalls.errors import MarketNameTakenError, StallCodeTakenError
from marketplace.modules.stalls.models import Market, Stall
from payments.actions import register_payee
from payments.actions.books import open_books
from payments.actions.charges import new_memo_code
from payments.models import Payee


@dataclass(frozen=True, slots=True, kw_only=True)
class StallDraft:
    """A stall as its market describes it; ``code`` has 2 to 6 capital letters and digits."""

    code: str
    number: str
    name: str
    aisle: str = ""
    position: int = 0
    goods: str = ""
    language: str = "vi"


@transaction.atomic
def open_market(
    *,
    slug: str,
    name: str,
    place: str,
    ward_code: str = "",
    managers: Iterable[User] = (),
    acting_user: User | None = None,
) -> Market:
    """Return a new market that ``managers`` look after.

    Raises:
        MarketNameTakenError: another market has this slug.
    """
    try:
        with transaction.atomic():
            market = Market.objects.create(slug=slug, name=name, place=place, ward_code=ward_code)
    except IntegrityError as error:
        raise MarketNameTakenError(slug=slug) from error
    market.managers.set(managers)
    record("market.opened", acting_user=acting_user, subject=market, slug=slug)
    return market


@transaction.atomic
def open_stall(
    *,
    market: Market,
    draft: StallDraft,
    payee: Payee | None = None,
    legal_name: str = "",
    vendors: Iterable[User] = (),
    acting_user: User | None = None,
) -> Stall:
    """Return a new stall.

    Args:
        market: where it stands.
        draft: what is known of it.
        payee: who is paid, when they have another stall already (one account, two stalls);
            otherwise a payee of kind ``stall`` is registered.
        legal_name: of a new payee, as its bank writes it.
        vendors: who sells there, for a new payee.
        acting_user: who opens it.

    Raises:
        StallCodeTakenError: another stall of the market has this code.
    """
    paid = payee or register_payee(
        name=f"{draft.name} · {market.name}"[:160],
        legal_name=legal_name or draft.name,
        kind=Payee.Kind.STALL,
        reference=f"stall:{market.slug}:{draft.code}"[:64],
        members=vendors,
        acting_user=acting_user,
    )
    open_books(paid.pk)
    stall = _write_stall(market, draft, paid)
    record("stall.opened", acting_user=acting_user, subject=stall, code=stall.code)
    return stall


@transaction.atomic
def close_stall(*, stall: Stall, reason: str, acting_user: User) -> Stall:
    """Let a stall sell no more. What it sold stays readable."""
    (locked,) = lock_rows(Stall.objects.filter(pk=stall.pk))
    if locked.closed_at is None:
        locked.closed_at = now()
        locked.save(update_fields=["closed_at"])
        record("stall.closed", acting_user=acting_user, subject=locked, reason=reason)
    return locked


@transaction.atomic
def set_voice(*, stall: Stall, language: str, speaks: bool, acting_user: User) -> Stall:
    """Choose what the stall's page speaks, and whether it speaks at all."""
    (locked,) = lock_rows(Stall.objects.filter(pk=stall.pk))
    locked.language, locked.speaks = language, speaks
    locked.save(update_fields=["language", "speaks"])
    record("stall.voice_set", acting_user=acting_user, subject=locked, language=language)
    return locked


def _write_stall(market: Market, draft: StallDraft, payee: Payee) -> Stall:
    try:
        with transaction.atomic():
            return Stall.objects.create(
                market=market,
                code=draft.code,
                number=draft.number,
                name=draft.name,
                aisle=draft.aisle,
                position=draft.position,
                goods=draft.goods,
                language=draft.language,
                payee=payee,
                memo_code=new_memo_code(),
                opened_at=now(),
            )
    except IntegrityError as error:
        raise StallCodeTakenError(code=draft.code) from error
