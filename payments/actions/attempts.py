"""One try with one provider: its row first, then the call."""

from datetime import datetime
from typing import TypedDict
from uuid import UUID, uuid4

from django.db import transaction

from marketplace.base.accounts.models import User
from marketplace.kernel.audit import record
from marketplace.kernel.clock import now
from marketplace.kernel.locking import lock_rows
from payments import conf
from payments.actions.charges import lock_charge, new_memo_code
from payments.errors import ChargeClosedError, PaymentRefusedError, ProviderUnreachableError
from payments.models import Attempt, Charge, MerchantAccount
from payments.protocol import NextStep, Provider, WaitsForBank, providers
from payments.steps import from_json, to_json
from payments.wallets.merchants import merchant_for
from payments.wallets.protocol import Wallet


class GatewayFields(TypedDict):
    """What an attempt keeps of the gateway it goes through."""

    merchant: MerchantAccount | None
    order_ref: str | None
    next_query_at: datetime | None


OVER = frozenset(
    {
        Attempt.Outcome.REFUSED,
        Attempt.Outcome.PAID,
        Attempt.Outcome.FAILED,
        Attempt.Outcome.CANCELLED,
    }
)
"""Outcomes after which a new try is a new order at the provider."""


def start_attempt(
    *, charge: Charge, provider_code: str, acting_user: User | None = None
) -> NextStep:
    """Return what the buyer does next to pay the rest of ``charge``.

    A second tab or a reload gets what the first one got; a try without an answer is asked again
    under the same idempotency key. Call it outside any transaction: the attempt's row must be
    committed before the provider hears of it.

    Raises:
        ChargeClosedError: nothing is due.
        PaymentRefusedError: the way to pay is off, does not fit, or said no.
        ProviderUnreachableError: no answer in time; the outcome is unknown.
    """
    attempt = _open_attempt(charge, provider_code)
    stored = from_json(attempt.step)
    if stored is not None:
        return stored
    try:
        step = providers.get(provider_code).start(attempt)
    except PaymentRefusedError:
        _set_outcome(attempt, Attempt.Outcome.REFUSED)
        raise
    except ProviderUnreachableError:
        _set_outcome(attempt, Attempt.Outcome.UNKNOWN)
        raise
    return _offer(attempt, step, acting_user)


def offer_rest(charge_pk: int) -> None:
    """After a short payment, make the code of the rest, so that the page can show it at once.

    Only for ways where a bank carries the money: they answer without leaving this process. Runs
    after the transaction that received the money; when it fails, the page has a button.
    """
    charge = Charge.objects.select_related("payee").get(pk=charge_pk)
    last = charge.current_attempt()
    if last is None or not charge.rest or not providers.is_active(last.provider):
        return
    if isinstance(providers.get(last.provider), WaitsForBank):
        start_attempt(charge=charge, provider_code=last.provider)


@transaction.atomic
def _open_attempt(charge: Charge, provider_code: str) -> Attempt:
    locked = lock_charge(charge.pk)
    if not locked.rest:
        raise ChargeClosedError(charge=locked.memo_code)
    provider = _offered_provider(locked, provider_code)
    moment = now()
    again = _unanswered_or_fresh(locked, provider_code, moment)
    return _choose(locked, again, moment) if again else _write_attempt(locked, provider, moment)


def _choose(charge: Charge, attempt: Attempt, moment: datetime) -> Attempt:
    """Let an earlier try be the one that is shown: the buyer came back to that way to pay."""
    if attempt != charge.current_attempt():
        attempt.chosen_at = moment
        attempt.save(update_fields=["chosen_at"])
    return attempt


def _offered_provider(charge: Charge, code: str) -> Provider:
    if not providers.is_active(code):
        raise PaymentRefusedError(provider=code)
    provider = providers.get(code)
    if not provider.is_offered(charge.payee, charge.rest):
        raise PaymentRefusedError(provider=code)
    return provider


def _unanswered_or_fresh(charge: Charge, code: str, moment: datetime) -> Attempt | None:
    tries = charge.attempts.filter(provider=code, due=charge.rest.amount).exclude(outcome__in=OVER)
    latest = tries.order_by("-pk").first()
    return latest if latest is not None and latest.is_fresh(moment) else None


def _write_attempt(charge: Charge, provider: Provider, moment: datetime) -> Attempt:
    until = moment + conf.code_valid_for()
    key = uuid4()
    return Attempt.objects.create(
        idempotency_key=key,
        **_gateway(charge, provider, key, moment),
        charge=charge,
        provider=provider.code,
        provider_label=str(provider.label),
        due=charge.rest.amount,
        currency=charge.currency,
        memo_code=_memo_code(charge) if isinstance(provider, WaitsForBank) else None,
        expires_at=min(until, charge.expires_at) if charge.expires_at else until,
        created_at=moment,
    )


def _gateway(charge: Charge, provider: Provider, key: UUID, moment: datetime) -> GatewayFields:
    """Return the gateway account and order number of a new try; none for ways without a gateway.

    Raises:
        PaymentRefusedError: the payee has no gateway account that can sign.
    """
    if not isinstance(provider, Wallet):
        return {"merchant": None, "order_ref": None, "next_query_at": None}
    merchant = merchant_for(charge.payee, provider=provider.code, environment=charge.environment)
    if merchant is None:
        raise PaymentRefusedError(provider=provider.code)
    return {
        "merchant": merchant,
        "order_ref": provider.order_ref(key=key, at=moment),
        "next_query_at": moment + conf.first_query_after(),
    }


def _memo_code(charge: Charge) -> str:
    """Return the charge's own code for the first try, a fresh one for each later try."""
    used = Attempt.objects.filter(memo_code=charge.memo_code).exists()
    return new_memo_code() if used else charge.memo_code


UNANSWERED = frozenset({Attempt.Outcome.STARTED, Attempt.Outcome.UNKNOWN})
"""Outcomes that the provider's answer to ``start`` may replace: its notice can be quicker."""


@transaction.atomic
def _set_outcome(attempt: Attempt, outcome: Attempt.Outcome) -> None:
    (locked,) = lock_rows(Attempt.objects.filter(pk=attempt.pk))
    if locked.outcome in UNANSWERED:
        locked.outcome = outcome
        locked.save(update_fields=["outcome"])


@transaction.atomic
def _offer(attempt: Attempt, step: NextStep, acting_user: User | None) -> NextStep:
    _set_outcome(attempt, Attempt.Outcome.OFFERED)
    attempt.step = to_json(step)
    attempt.save(update_fields=["step"])
    record(
        "attempt.offered",
        acting_user=acting_user,
        subject=attempt,
        provider=attempt.provider,
        charge=attempt.charge_id,
    )
    return step
