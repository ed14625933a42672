"""Forms about a party's key."""

from django import forms
from django.utils.translation import gettext_lazy as _

from marketplace.base.accounts.models import User
from marketplace.kernel.errors import DomainError
from traceability.log import key_actions
from traceability.log.errors import KeyUnknownError, PossessionError, StatementTooOldError
from traceability.log.keyring import known_party_key
from traceability.log.models import PartyKey
from traceability.models import Party


def _code() -> forms.TextInput:
    """Return a field for something that is copied, not written."""
    return forms.TextInput(attrs={"class": "in", "autocomplete": "off", "spellcheck": "false"})


class RevokeForm(forms.Form):
    """Why a key is blocked, and that it is meant."""

    reason = forms.CharField(
        label=_("What happened"),
        max_length=200,
        widget=forms.Textarea(attrs={"rows": 3, "class": "in"}),
    )


class OwnKeyForm(forms.Form):
    """A party's own key: typed first; then signed for, on the text that is shown."""

    public = forms.CharField(label=_("Your public key"), max_length=200, widget=_code())
    statement = forms.CharField(required=False, max_length=2000, widget=forms.HiddenInput)
    possession = forms.CharField(
        label=_("Signature with the new key"), required=False, max_length=120, widget=_code()
    )
    old_signature = forms.CharField(
        label=_("Signature with your old key"), required=False, max_length=120, widget=_code()
    )

    def __init__(self, party: Party, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.party = party
        current = known_party_key(party)
        self.needs_old = current is not None and not current.is_held
        self.text = ""

    @property
    def is_signed(self) -> bool:
        """Whether this is the second step."""
        return bool(self.cleaned_data.get("possession"))

    def clean(self) -> None:
        """Make the text to sign, the first time; keep it as it was, the second."""
        data = self.cleaned_data
        self.text = data.get("statement") or ""
        if data.get("public") and not self.text:
            try:
                self.text = key_actions.own_key_statement(party=self.party, public=data["public"])
            except KeyUnknownError as error:
                self.add_error("public", error.title())

    def register(self, user: User) -> PartyKey:
        """Take the key into use."""
        return key_actions.register_own_key(
            party=self.party,
            statement=self.text,
            possession=self.cleaned_data["possession"],
            old_signature=self.cleaned_data["old_signature"],
            acting_user=user,
        )

    def tell(self, error: DomainError) -> None:
        """Show what was refused; a text that is too old is made anew."""
        if isinstance(error, StatementTooOldError):
            self.text = ""
        field = "possession" if isinstance(error, PossessionError) else None
        self.add_error(field, error.title())
