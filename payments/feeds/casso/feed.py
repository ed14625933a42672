"""Casso as a bank feed: what ``payments`` asks of it."""

from collections.abc import Mapping
from datetime import datetime

from marketplace.kernel.money import Money
from payments.conf import number
from payments.core.notice_fields import NoticeError, json_object
from payments.core.signatures import SignatureError
from payments.errors import NoticeRefusedError, NoticeUnreadableError
from payments.feeds.casso.core import notice as core_notice
from payments.feeds.casso.core.signing import SIGNATURE_HEADER, verify
from payments.feeds.secrets import secrets_of
from payments.models import PayoutAccount
from payments.protocol import BankCredit
from payments.webhooks import event_id_within


class CassoFeed:
    """Reads Casso's webhooks; never touches the database."""

    code = "casso"
    label = "Casso"
    signature_headers: tuple[str, ...] = (SIGNATURE_HEADER,)
    secret_headers: tuple[str, ...] = ()
    secret_names: tuple[str, ...] = ("secret",)

    def event_id(self, body: bytes, *, account: PayoutAccount) -> str:
        """Return Casso's number within the account, else the body's digest."""
        return event_id_within(account, lambda: core_notice.read(body).event_id, body)

    def check_signature(
        self, body: bytes, headers: Mapping[str, str], *, account: PayoutAccount, now: datetime
    ) -> None:
        """Check the signature over the body's content and its freshness.

        Raises:
            NoticeRefusedError: its detail ``reason`` is the signature error's code.
        """
        try:
            verify(
                secrets_of(account, live="CASSO_SECRETS", sandbox="CASSO_SANDBOX_SECRETS"),
                signature=headers.get(SIGNATURE_HEADER, ""),
                content=json_object(body),
                now=int(now.timestamp()),
                window=number("CASSO_FRESH_SECONDS"),
            )
        except SignatureError as error:
            raise NoticeRefusedError(reason=error.code) from error
        except NoticeError as error:
            raise NoticeRefusedError(reason="not_json") from error

    def read_notice(
        self,
        body: bytes,
        headers: Mapping[str, str],  # noqa: ARG002 (other feeds need them)
        *,
        account: PayoutAccount,
    ) -> BankCredit | None:
        """Return the credit a verified notice reports; None for a test and for money going out.

        Raises:
            NoticeUnreadableError: its detail ``reason`` says which field is wrong.
        """
        try:
            said = core_notice.read(body)
        except NoticeError as error:
            raise NoticeUnreadableError(reason=str(error)) from error
        if said.is_test or not said.incoming:
            return None
        return BankCredit(
            provider=self.code,
            event_id=self.event_id(body, account=account),
            environment=account.environment,
            account_number=said.account_number,
            amount=Money(said.amount),
            occurred_at=said.occurred_at,
            memo=said.description,
            reference=said.reference,
            virtual_account=said.virtual_account,
        )
