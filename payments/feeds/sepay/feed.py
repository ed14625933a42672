"""SePay as a bank feed: what ``payments`` asks of it."""

import hmac
from collections.abc import Mapping
from datetime import datetime

from marketplace.kernel.money import Money
from payments.conf import number
from payments.core.notice_fields import NoticeError
from payments.core.signatures import SignatureError
from payments.errors import NoticeRefusedError, NoticeUnreadableError
from payments.feeds.sepay.core import notice as core_notice
from payments.feeds.sepay.core.signing import SIGNATURE_HEADER, TIMESTAMP_HEADER, verify
from payments.feeds.sepay.keys import api_keys_of, secrets_of
from payments.models import PayoutAccount
from payments.protocol import BankCredit
from payments.webhooks import event_id_within

AUTHORIZATION_HEADER = "Authorization"


class SepayFeed:
    """Reads SePay's webhooks; never touches the database."""

    code = "sepay"
    label = "SePay"
    signature_headers: tuple[str, ...] = (SIGNATURE_HEADER, TIMESTAMP_HEADER)
    secret_headers: tuple[str, ...] = (AUTHORIZATION_HEADER,)
    secret_names: tuple[str, ...] = ("secret",)
    optional_secret_names: tuple[str, ...] = ("api_key",)

    def event_id(self, body: bytes, *, account: PayoutAccount) -> str:
        """Return SePay's number within the account, else the body's digest."""
        return event_id_within(account, lambda: core_notice.read(body).event_id, body)

    def check_signature(
        self, body: bytes, headers: Mapping[str, str], *, account: PayoutAccount, now: datetime
    ) -> None:
        """Check the signature over the raw body and its freshness.

        Raises:
            NoticeRefusedError: its detail ``reason`` is the signature error's code.
        """
        secrets = secrets_of(account)
        if not secrets and _has_api_key(headers, account):
            return
        try:
            verify(
                secrets,
                timestamp=headers.get(TIMESTAMP_HEADER, ""),
                signature=headers.get(SIGNATURE_HEADER, ""),
                body=body,
                now=int(now.timestamp()),
                window=number("SEPAY_FRESH_SECONDS"),
            )
        except SignatureError as error:
            raise NoticeRefusedError(reason=error.code) from error

    def read_notice(
        self,
        body: bytes,
        headers: Mapping[str, str],  # noqa: ARG002 (other feeds need them)
        *,
        account: PayoutAccount,
    ) -> BankCredit | None:
        """Return the credit a verified notice reports; None for money that went out.

        Raises:
            NoticeUnreadableError: its detail ``reason`` says which field is wrong.
        """
        try:
            said = core_notice.read(body)
        except NoticeError as error:
            raise NoticeUnreadableError(reason=str(error)) from error
        if not said.incoming:
            return None
        return BankCredit(
            provider=self.code,
            event_id=self.event_id(body, account=account),
            environment=account.environment,
            account_number=said.account_number,
            amount=Money(said.amount),
            occurred_at=said.occurred_at,
            memo=said.content,
            reference=said.reference,
            virtual_account=said.sub_account,
        )


def _has_api_key(headers: Mapping[str, str], account: PayoutAccount) -> bool:
    given = headers.get(AUTHORIZATION_HEADER, "").encode("utf-8", "replace")
    keys = [key for key in api_keys_of(account) if key]
    matches = [hmac.compare_digest(f"Apikey {key}".encode(), given) for key in keys]
    return any(matches)  # after all were compared: the time tells nothing
