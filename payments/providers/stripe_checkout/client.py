"""Calling Stripe with its own library: with limits of time, no retries of its own, no redirects."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import TYPE_CHECKING, Final, TypeAlias, cast

import requests

from marketplace.kernel.errors import DomainError
from payments.conf import number
from payments.errors import PaymentRefusedError, ProviderUnreachableError
from payments.models import MerchantAccount
from payments.secrets import secrets_to_sign_with
from payments.wallets import options
from payments.wallets.gateways import gateway_url

if TYPE_CHECKING:
    from stripe import StripeClient, StripeObject

Json: TypeAlias = "Mapping[str, object]"

SECRET_KEY: Final = "secret_key"  # noqa: S105 (its name)
CODE: Final = "stripe_checkout"
PAGE: Final = 100
MOST_PAGES: Final = 200
"""As many movements as a report may have."""


class StripeRefusedError(PaymentRefusedError):
    """Stripe understood and said no; its detail ``reason`` is Stripe's code."""

    code = "stripe_refused"


class StripeAccountError(PaymentRefusedError):
    """Our key is wrong or may not do this: nothing was done, and nothing is said of a payment."""

    code = "stripe_account"


def create_session(merchant: MerchantAccount, params: Json, *, key: str) -> Json:
    """Open a Checkout Session; the same key opens the same one.

    Raises:
        StripeRefusedError: Stripe said no.
        StripeAccountError: our key is wrong or may not do this.
        ProviderUnreachableError: no answer in time; asked again under the key, it is the same.
    """
    return _call(
        merchant,
        lambda client: client.v1.checkout.sessions.create(
            params,  # type: ignore[arg-type]
            {"idempotency_key": key},
        ),
    )


def session(merchant: MerchantAccount, number_of_session: str) -> Json:
    """Return a Checkout Session as it is now, with its payment; raises as `create_session`."""
    return _call(
        merchant,
        lambda client: client.v1.checkout.sessions.retrieve(
            number_of_session, {"expand": ["payment_intent"]}
        ),
    )


def create_refund(merchant: MerchantAccount, params: Json, *, key: str) -> Json:
    """Give money back; the same key is the same refund. Raises as `create_session`."""
    return _call(
        merchant,
        lambda client: client.v1.refunds.create(
            params,  # type: ignore[arg-type]
            {"idempotency_key": key},
        ),
    )


def refund(merchant: MerchantAccount, number_of_refund: str) -> Json:
    """Return a refund as it is now; raises as `create_session`."""
    return _call(merchant, lambda client: client.v1.refunds.retrieve(number_of_refund))


def refunds_of(merchant: MerchantAccount, payment: str) -> list[Json]:
    """Return the newest hundred refunds of a payment; raises as `create_session`."""
    found = _call(
        merchant, lambda client: client.v1.refunds.list({"payment_intent": payment, "limit": 100})
    )
    rows = found.get("data")
    return [one for one in rows if isinstance(one, Mapping)] if isinstance(rows, list) else []


def balance_of(merchant: MerchantAccount, *, since: int, until: int) -> list[Json]:
    """Return what moved on the balance between two Unix times, newest first, with the sources.

    Raises:
        ProviderUnreachableError: also when there is more than can be read at once.
        StripeRefusedError, StripeAccountError: as `create_session`.
    """
    rows: list[Json] = []
    for _page in range(MOST_PAGES):
        wanted = _balance_page(since, until, after=rows[-1].get("id") if rows else None)
        found = _call(
            merchant,
            partial(_list_balance, wanted),
        )
        page = found.get("data")
        rows += [one for one in page if isinstance(one, Mapping)] if isinstance(page, list) else []
        if not found.get("has_more") or not page:
            return rows
    raise ProviderUnreachableError(provider=CODE, reason="more movements than fit into a report")


def _balance_page(since: int, until: int, *, after: object) -> Json:
    page: dict[str, object] = {
        "created": {"gte": since, "lt": until},
        "limit": PAGE,
        "expand": ["data.source"],
    }
    return {**page, "starting_after": after} if after else page


def _list_balance(wanted: Json, client: "StripeClient") -> "StripeObject":
    return client.v1.balance_transactions.list(wanted)  # type: ignore[arg-type]


def _call(merchant: MerchantAccount, ask: "Callable[[StripeClient], StripeObject]") -> Json:
    import stripe  # a second to import, so only where cards are paid

    try:
        return cast("Json", ask(_client(merchant)).to_dict())
    except stripe.StripeError as error:
        raise _meaning(error) from error


def _client(merchant: MerchantAccount) -> "StripeClient":
    import stripe

    limits = (number("PAYMENTS_CONNECT_SECONDS"), number("PAYMENTS_ANSWER_SECONDS"))
    session = requests.Session()
    session.max_redirects = 0  # whoever answers is who was asked
    return stripe.StripeClient(
        secrets_to_sign_with(merchant)[SECRET_KEY],
        base_addresses={"api": gateway_url(merchant, live=options.text("STRIPE_API_URL"), path="")},
        max_network_retries=0,
        http_client=stripe.RequestsClient(timeout=limits, session=session),
    )


def _meaning(error: Exception) -> DomainError:
    """Return a refusal only for what Stripe clearly refused; all else is an unknown outcome."""
    import stripe

    code = str(getattr(error, "code", None) or type(error).__name__)
    if isinstance(error, stripe.InvalidRequestError | stripe.CardError):
        return StripeRefusedError(provider=CODE, reason=code)
    if isinstance(error, stripe.AuthenticationError | stripe.PermissionError):
        return StripeAccountError(provider=CODE, reason=code)
    return ProviderUnreachableError(provider=CODE, reason=code)
