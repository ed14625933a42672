"""What the log does not allow."""

from django.utils.translation import gettext_lazy as _

from marketplace.kernel.errors import DomainError


class SignatureRefusedError(DomainError):
    """A signature came with an event and does not hold, or its key may not sign."""

    code = "signature_refused"
    sentence = _("The signature of event %(event)s does not hold with this party's own key.")


class NoOwnKeyError(DomainError):
    """A signature came with an event of a party that has no key of its own."""

    code = "no_own_key"
    sentence = _("This party has no key of its own. Register one first, or send no signatures.")


class KeyUnknownError(DomainError):
    """The text is no public Ed25519 key, or the key is known already."""

    code = "key_unusable"
    sentence = _("This is no new Ed25519 public key.")


class PossessionError(DomainError):
    """Whoever registers a key could not show that they have its secret."""

    code = "key_possession"
    sentence = _("The signature does not fit the key. Sign the text exactly as it stands here.")


class KeyEndedError(DomainError):
    """The key was replaced or blocked before."""

    code = "key_ended"
    sentence = _("This key is not in use any more.")
    http_status = 409


class StatementTooOldError(DomainError):
    """The text to sign was made for another moment, another party or another key."""

    code = "statement_too_old"
    sentence = _("That took too long, or your key changed meanwhile. Begin again.")
    http_status = 409


class LogInconsistentError(DomainError):
    """The tree in the database is not the one that was signed; nothing is signed until it is."""

    code = "log_inconsistent"
    sentence = _("The log is not what it was when it was last signed: %(what)s")
    http_status = 500


class WitnessSilentError(DomainError):
    """A witness does not answer, or not as agreed."""

    code = "witness_silent"
    sentence = _("The witness %(witness)s did not cosign: %(what)s")
    http_status = 502
    retryable = True
