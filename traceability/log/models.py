"""Keys, the entries they signed, and the tree over the entries."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from marketplace.kernel.appendonly import AppendOnly
from traceability.epcis.models import Event
from traceability.log.core import ed25519
from traceability.models import Party


class KeyRole(models.TextChoices):
    """Whose word a key gives."""

    PARTY = "party", _("a party")
    OPERATOR = "operator", _("the platform")
    LOG = "log", _("the log")


class KeyState(models.TextChoices):
    """Whether a key may still sign."""

    ACTIVE = "active", _("in use")
    RETIRED = "retired", _("replaced")
    REVOKED = "revoked", _("blocked")


class Custody(models.TextChoices):
    """Who has the secret."""

    HELD = "held", _("kept by the platform")
    OWN = "own", _("kept by the party")


class PartyKey(models.Model):
    """An Ed25519 key: of a party, of the platform (``operator``), or of the log itself.

    ``key_id`` is the public key in multibase. ``secret`` is encrypted and bound to owner and key;
    the party's own keys have none here. ``possession`` is then the new key's signature under the
    statement that registered it.
    """

    role = models.CharField(_("for"), max_length=8, choices=KeyRole.choices)
    party = models.ForeignKey(
        Party,
        verbose_name=_("party"),
        null=True,
        blank=True,
        related_name="keys",
        on_delete=models.PROTECT,
    )
    key_id = models.CharField(_("key"), max_length=60, unique=True)
    custody = models.CharField(_("custody"), max_length=4, choices=Custody.choices)
    secret = models.BinaryField(null=True, editable=False)
    possession = models.CharField(max_length=88, blank=True, editable=False)
    state = models.CharField(
        _("state"), max_length=8, choices=KeyState.choices, default=KeyState.ACTIVE
    )
    reason = models.CharField(_("reason"), max_length=200, blank=True)
    valid_from = models.DateTimeField(_("in use since"))
    valid_to = models.DateTimeField(_("in use until"), null=True, blank=True)

    class Meta:
        verbose_name = _("signing key")
        verbose_name_plural = _("signing keys")
        ordering: ClassVar[list[str]] = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["party"], condition=Q(state="active", role="party"), name="party_key_once"
            ),
            models.UniqueConstraint(
                fields=["role"],
                condition=Q(state="active", party__isnull=True),
                name="platform_key_once",
            ),
            models.CheckConstraint(
                condition=Q(role="party", party__isnull=False)
                | (~Q(role="party") & Q(party__isnull=True)),
                name="key_of_a_party_has_one",
            ),
            models.CheckConstraint(
                condition=Q(custody="held", secret__isnull=False)
                | Q(custody="own", secret__isnull=True),
                name="key_held_has_secret",
            ),
            models.CheckConstraint(
                condition=Q(state="active", valid_to__isnull=True)
                | (~Q(state="active") & Q(valid_to__gte=F("valid_from"))),
                name="key_ended_has_end",
            ),
        ]

    def __str__(self) -> str:
        return self.key_id

    @property
    def public_key(self) -> bytes:
        """Return its 32 bytes."""
        return ed25519.from_multibase(self.key_id)

    @property
    def owner(self) -> str:
        """Return what the encrypted secret is bound to."""
        return f"{self.role}:{self.party_id or 0}:{self.key_id}"

    @property
    def is_held(self) -> bool:
        """Whether the platform can sign with it."""
        return self.custody == Custody.HELD


class LogState(models.Model):
    """The one row that the sequencer locks; ``origin`` is the log's name, fixed for ever."""

    origin = models.CharField(max_length=200)

    class Meta:
        verbose_name = _("log")
        verbose_name_plural = _("log")
        constraints = [models.CheckConstraint(condition=Q(pk=1), name="log_state_is_one_row")]

    def __str__(self) -> str:
        return self.origin


class LogEntry(AppendOnly):
    """One leaf: an event, or a statement about a key, that was signed.

    ``index`` is its place in the log; null until the sequencer gives it one, never changed then.
    """

    mutable_fields = frozenset({"index"})

    index = models.BigIntegerField(_("number in the log"), null=True, unique=True)
    event = models.OneToOneField(
        Event, null=True, related_name="log_entry", on_delete=models.PROTECT
    )
    statement = models.JSONField(null=True)
    leaf = models.TextField()
    leaf_hash = models.BinaryField()
    key = models.ForeignKey(PartyKey, related_name="entries", on_delete=models.PROTECT)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("log entry")
        verbose_name_plural = _("log entries")
        ordering: ClassVar[list[str]] = ["pk"]
        indexes = [
            models.Index(fields=["id"], condition=Q(index__isnull=True), name="log_entry_waiting")
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(event__isnull=False, statement__isnull=True)
                | Q(event__isnull=True, statement__isnull=False),
                name="log_entry_about_one_thing",
            ),
            models.CheckConstraint(
                condition=Q(index__isnull=True) | Q(index__gte=0), name="log_index_not_negative"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.index}"


class LogTile(AppendOnly):
    """256 hashes that will never change, and the hash over them."""

    level = models.PositiveSmallIntegerField()
    index = models.BigIntegerField()
    hashes = models.BinaryField()
    root = models.BinaryField()

    class Meta:
        verbose_name = _("log tile")
        verbose_name_plural = _("log tiles")
        ordering: ClassVar[list[str]] = ["level", "index"]
        constraints = [models.UniqueConstraint(fields=["level", "index"], name="log_tile_once")]

    def __str__(self) -> str:
        return f"{self.level}/{self.index}"


class LogCheckpoint(AppendOnly):
    """A size and root that the log signed; ``note`` is the signed note."""

    size = models.BigIntegerField(_("entries"))
    root = models.BinaryField()
    note = models.TextField()
    key = models.ForeignKey(PartyKey, related_name="checkpoints", on_delete=models.PROTECT)
    made_at = models.DateTimeField(_("signed at"), auto_now_add=True)

    class Meta:
        verbose_name = _("checkpoint")
        verbose_name_plural = _("checkpoints")
        ordering: ClassVar[list[str]] = ["pk"]
        constraints = [models.UniqueConstraint(fields=["size", "key"], name="log_checkpoint_once")]

    def __str__(self) -> str:
        return f"{self.size}"


class Cosignature(AppendOnly):
    """A witness's signature line under a checkpoint."""

    checkpoint = models.ForeignKey(
        LogCheckpoint, related_name="cosignatures", on_delete=models.PROTECT
    )
    name = models.CharField(_("witness"), max_length=200)
    line = models.TextField()
    made_at = models.DateTimeField(_("signed at"), auto_now_add=True)

    class Meta:
        verbose_name = _("cosignature")
        verbose_name_plural = _("cosignatures")
        ordering: ClassVar[list[str]] = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["checkpoint", "name"], name="log_cosignature_once")
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.checkpoint_id}"
