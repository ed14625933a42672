"""Forms and views of the back office that go through actions, or leave an audit row."""

from typing import Any

from django import forms
from django.db import transaction
from django.db.models import Model
from django.utils.translation import gettext_lazy as _
from wagtail.admin.views.generic import CreateView, EditView

from marketplace.kernel.audit import record
from traceability.lots.models import Serial
from traceability.resolver.actions import close_report, judge_pack
from traceability.resolver.models import Judgement, Report, ReportState
from traceability.resolver.queue import findings_words


class NewView(CreateView):
    """Adds a row with its audit row."""

    def save_instance(self) -> Model:
        """Save and record."""
        with transaction.atomic():
            row: Model = super().save_instance()
            record(f"{row._meta.model_name}.added", acting_user=self.request.user, subject=row)
        return row


class ChangeView(EditView):
    """Changes a row with its audit row, which names the fields."""

    def save_instance(self) -> Model:
        """Save and record."""
        with transaction.atomic():
            row: Model = super().save_instance()
            record(
                f"{row._meta.model_name}.changed",
                acting_user=self.request.user,
                subject=row,
                fields=list(self.form.changed_data),
            )
        return row


class ReportForm(forms.ModelForm[Report]):
    """Where a report stands, and what was found."""

    class Meta:
        model = Report
        fields = ("state", "answer")

    def clean(self) -> dict[str, object]:
        """Ask for what was found before a report is closed."""
        data = super().clean() or {}
        if data.get("state") == ReportState.CLOSED and not data.get("answer"):
            self.add_error("answer", _("Write what was found."))
        return data


class ReportView(ChangeView):
    """Judges a report."""

    def save_instance(self) -> Model:
        """Close it through the action, which forgets the sender's phone; else save and record."""
        if self.form.cleaned_data["state"] != ReportState.CLOSED:
            return super().save_instance()
        return close_report(
            report=self.object,
            answer=self.form.cleaned_data["answer"],
            acting_user=self.request.user,
        )


class UnusualPackForm(forms.ModelForm[Serial]):
    """What was found about a pack that was opened unusually."""

    judgement = forms.ChoiceField(
        label=_("What was found"), choices=[one for one in Judgement.choices if one[0]]
    )
    reason = forms.CharField(label=_("Why"), max_length=300, widget=forms.Textarea({"rows": 3}))

    class Meta:
        model = Serial
        fields: tuple[str, ...] = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 -- as Django's
        super().__init__(*args, **kwargs)
        self.fields["judgement"].help_text = findings_words(self.instance)


class PackView(ChangeView):
    """Judges a pack that was opened unusually often."""

    def save_instance(self) -> Model:
        """Judge it through the action."""
        pack: Serial = self.object
        data = self.form.cleaned_data
        judge_pack(
            serial=pack,
            judgement=Judgement(data["judgement"]),
            reason=data["reason"],
            acting_user=self.request.user,
        )
        return pack
