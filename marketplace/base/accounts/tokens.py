"""Links to a new password: good once, for a short time, for one phone."""

from django.contrib.auth.tokens import PasswordResetTokenGenerator

from marketplace.base.accounts.models import User


class ResetTokens(PasswordResetTokenGenerator):
    """Django's tokens, void too when the phone has changed since."""

    key_salt = "marketplace.base.accounts.tokens"

    def _make_hash_value(self, user: User, timestamp: int) -> str:
        return f"{super()._make_hash_value(user, timestamp)}{user.phone}"


reset_tokens = ResetTokens()
