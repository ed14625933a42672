"""payOS as a bank feed: what ``payments`` asks of it."""

from collections.abc import Mapping
from datetime import datetime

from marketplace.kernel.money import Money
from payments.core.notice_fields import NoticeError
from payments.core.signatures import SignatureError
from payments.errors import NoticeRefusedError, NoticeUnreadableError
from payments.feeds.payos.core import notice as core_notice
from payments.feeds.payos.core.signing import verify
from payments.feeds.secrets import secrets_of
from payments.models import PayoutAccount
from payments.protocol import BankCredit
from payments.webhooks import event_id_within


class PayosFeed:
    """Reads payOS's webhooks; never touches the database."""

    code = "payos"
    label = "payOS"
    signature_headers: tuple[str, ...] = ()
    secret_headers: tuple[str, ...] = ()
    secret_names: tuple[str, ...] = ("secret",)

    def event_id(self, body: bytes, *, account: PayoutAccount) -> str:
        """Return reference and link within the account, else the body's digest."""
        return event_id_within(account, lambda: core_notice.read(body).event_id, body)

    def check_signature(
        self,
        body: bytes,
        headers: Mapping[str, str],  # noqa: ARG002 (the signature stands in the body)
        *,
        account: PayoutAccount,
        now: datetime,  # noqa: ARG002 (no time is signed)
    ) -> None:
        """Check the signature over every field of ``data``.

        Raises:
            NoticeRefusedError: its detail ``reason`` is the signature error's code.
        """
        try:
            data, signature = core_notice.signed_part(body)
            keys = secrets_of(account, live="PAYOS_SECRETS", sandbox="PAYOS_SANDBOX_SECRETS")
            verify(keys, signature=signature, data=data)
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
        """Return the credit a verified notice reports; None for a test and for what is not paid.

        Raises:
            NoticeUnreadableError: its detail ``reason`` says which field is wrong.
        """
        try:
            said = core_notice.read(body)
        except NoticeError as error:
            raise NoticeUnreadableError(reason=str(error)) from error
        if said.is_test or not said.is_paid:
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
