"""Forms and views of the back office that go through the rules' actions."""

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.views.generic import CreateView, EditView

from marketplace.base.accounts.models import User
from marketplace.kernel.errors import DomainError
from traceability.identifiers import IdentifierDraft, give_identifier
from traceability.models import (
    IdentifierScheme,
    Party,
    PartyIdentifier,
    Place,
    PlaceIdentifier,
)
from traceability.rules.actions import close_finding, judge_certificate
from traceability.rules.models import Certificate, CertificateState, Finding


def _person(request: HttpRequest) -> User | None:
    return request.user if isinstance(request.user, User) else None


class Refusing:
    """Shows what an action does not allow beside its first field, with everything still typed."""

    request: HttpRequest
    produced_error_message: str | None = None

    def form_valid(self, form: forms.BaseForm) -> HttpResponse:
        """Save, or show the refusal."""
        try:
            answer: HttpResponse = super().form_valid(form)  # type: ignore[misc]
        except (DomainError, ValidationError) as error:
            told = error.title() if isinstance(error, DomainError) else "; ".join(error.messages)
            self.produced_error_message = told
            form.add_error(next(iter(form.fields)), told)
            answer = self.form_invalid(form)  # type: ignore[attr-defined]
        return answer


class FindingForm(forms.ModelForm[Finding]):
    """What was found out."""

    answer = forms.CharField(label=_("What was found out"), max_length=300)

    class Meta:
        model = Finding
        fields: tuple[str, ...] = ()


class FindingView(Refusing, EditView):
    """Closes a finding."""

    def save_instance(self) -> Model:
        """Close it through the action."""
        found = Finding.objects.get(pk=self.object.pk)
        answer = self.form.cleaned_data["answer"]
        return close_finding(finding=found, answer=answer, acting_user=_person(self.request))


class CertificateForm(forms.ModelForm[Certificate]):
    """Whether the paper is good. The action writes it, so no field is the row's own."""

    state = forms.ChoiceField(
        label=_("State"),
        choices=[one for one in CertificateState.choices if one[0] != CertificateState.WAITING],
    )
    state_reason = forms.CharField(label=_("Why"), max_length=200, required=False)

    class Meta:
        model = Certificate
        fields: tuple[str, ...] = ()


class CertificateView(Refusing, EditView):
    """Judges a certificate."""

    def save_instance(self) -> Model:
        """Judge it through the action, which prepares the pages of its lots anew."""
        data = self.form.cleaned_data
        found = Certificate.objects.get(pk=self.object.pk)
        return judge_certificate(
            certificate=found,
            state=data["state"],
            reason=data["state_reason"],
            acting_user=_person(self.request),
        )


class _CodeForm(forms.ModelForm[PartyIdentifier]):
    """A code for the action to write, so no field is the row's own."""

    scheme = forms.ChoiceField(label=_("Kind of code"), choices=IdentifierScheme.choices)
    value = forms.CharField(label=_("Code"), max_length=60)
    extension = forms.CharField(label=_("GLN extension"), max_length=20, required=False)
    issuer = forms.CharField(label=_("Issued by"), max_length=120, required=False)
    valid_from = forms.DateField(label=_("Valid from"), required=False)
    valid_to = forms.DateField(label=_("Valid to"), required=False)

    def clean(self) -> dict[str, object]:
        """Hand the code to the row, which checks it."""
        data = super().clean() or {}
        for name in ("scheme", "value", "extension", "valid_from", "valid_to"):
            if name in data:
                setattr(self.instance, name, data[name])
        return data


class PartyCodeForm(_CodeForm):
    """A code of a party."""

    owner = forms.ModelChoiceField(label=_("Whose code"), queryset=Party.objects.all())

    class Meta:
        model = PartyIdentifier
        fields: tuple[str, ...] = ()


class PlaceCodeForm(_CodeForm):
    """A code of a place."""

    owner = forms.ModelChoiceField(
        label=_("Which place"), queryset=Place.objects.select_related("party")
    )

    class Meta:
        model = PlaceIdentifier
        fields: tuple[str, ...] = ()


class CodeView(Refusing, CreateView):
    """Writes down a code of a party or place."""

    def save_instance(self) -> Model:
        """Give it through the action, which keeps one live code of each kind."""
        data = dict(self.form.cleaned_data)
        owner = data.pop("owner")
        draft = IdentifierDraft(**data)
        return give_identifier(owner=owner, draft=draft, acting_user=_person(self.request))
