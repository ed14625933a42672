"""Staff reads a kept notice again, and settles tries that nobody answered."""

from dataclasses import dataclass

from django.db import transaction

from marketplace.base.accounts.models import User
from marketplace.kernel.audit import record
from marketplace.kernel.locking import lock_rows
from payments.actions.notices import reread
from payments.errors import AttemptEndedError
from payments.models import Attempt, Notice, Receipt
from payments.wallets.asking import ask


@dataclass(frozen=True, slots=True, kw_only=True)
class Replay:
    """What came of reading a notice again.

    ``receipt`` is the money it tells of; ``is_new`` says whether this very reading brought it.
    """

    before: str
    after: str
    receipt: Receipt | None
    is_new: bool

    @property
    def changed(self) -> bool:
        """Whether the second reading had an effect at all."""
        return self.is_new or self.before != self.after


def replay_notice(*, notice: Notice, acting_user: User) -> Replay:
    """Read a kept notice again with its own reader; one that took effect has no further one.

    Raises:
        ProviderUnreachableError: it was the answer to a question, and nobody answers it now.
    """
    before = notice.outcome
    known = Receipt.objects.filter(notice=notice).first()
    reread(notice)
    notice.refresh_from_db(fields=["outcome", "tries"])
    receipt = Receipt.objects.filter(notice=notice).first()
    replay = Replay(
        before=before,
        after=notice.outcome,
        receipt=receipt,
        is_new=known is None and receipt is not None,
    )
    with transaction.atomic():
        record(
            "notice.replayed",
            acting_user=acting_user,
            subject=notice,
            before=replay.before,
            after=replay.after,
            new_money=replay.is_new,
        )
    return replay


def ask_by_hand(*, attempt: Attempt, acting_user: User) -> Attempt:
    """Ask the gateway about a try once more, and return the try as it is then.

    Raises:
        ProviderUnreachableError: no answer.
        PaymentRefusedError: there is no secret to ask with.
    """
    with transaction.atomic():
        record("attempt.asked_by_hand", acting_user=acting_user, subject=attempt)
    ask(attempt)
    return Attempt.objects.get(pk=attempt.pk)


@transaction.atomic
def close_attempt(*, attempt: Attempt, reason: str, acting_user: User) -> Attempt:
    """Say that an unanswered try was never paid, as the gateway's own pages show.

    Money that comes for it after all is still received.

    Raises:
        AttemptEndedError: it has an end already.
    """
    (locked,) = lock_rows(Attempt.objects.filter(pk=attempt.pk))
    if locked.outcome != Attempt.Outcome.UNKNOWN:
        raise AttemptEndedError(attempt=locked.pk)
    locked.outcome = Attempt.Outcome.FAILED
    locked.next_query_at = None
    locked.save(update_fields=["outcome", "next_query_at"])
    record("attempt.closed_by_hand", acting_user=acting_user, subject=locked, reason=reason)
    return locked
