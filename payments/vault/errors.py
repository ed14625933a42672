"""What can go wrong with secrets. No error says what a secret is."""

from django.utils.translation import gettext_lazy as _

from marketplace.kernel.errors import DomainError


class VaultClosedError(DomainError):
    """No key is set, so nothing can be encrypted or opened."""

    code = "vault_closed"
    sentence = _("The vault has no key: set PAYMENTS_VAULT_KEY and start again.")
    http_status = 503


class LostSetError(DomainError):
    """Neither today's key nor the one before it opens a set that counts."""

    code = "secret_set_lost"
    sentence = _("A set of secrets cannot be opened. Set it anew and retire the lost one.")
    http_status = 503


class TwoSetsError(DomainError):
    """Two sets are accepted already."""

    code = "two_secret_sets"
    sentence = _("Two sets count already. Retire the older one first.")
    http_status = 409


class SameSetError(DomainError):
    """The set that was typed counts already."""

    code = "same_secret_set"
    sentence = _("These secrets count already. Type the new ones.")
    http_status = 409


class EmptySetError(DomainError):
    """Nothing was typed, or a name that no program could ask for."""

    code = "empty_secret_set"
    sentence = _("Write each secret with its name: small letters, digits and underscores.")


class RetiredSetError(DomainError):
    """The set was retired before."""

    code = "secret_set_retired"
    sentence = _("This set is retired already.")
    http_status = 409


class MerchantTakenError(DomainError):
    """This account at the gateway is known, or its owner has another one in use."""

    code = "merchant_taken"
    sentence = _("This gateway account is known, or its owner has another one in use.")
    http_status = 409
