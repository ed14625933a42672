"""The form that takes a statement."""

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from payments.models import PayoutAccount


class AccountField(forms.ModelChoiceField[PayoutAccount]):
    """A bank account by its bank, number and owner."""

    def label_from_instance(self, obj: PayoutAccount) -> str:
        """Return what people tell accounts apart by."""
        return f"{obj.bank.short_name} {obj.account_number} · {obj.payee.name}"


class StatementForm(forms.Form):
    """A bank's file and the account it is about."""

    account = AccountField(
        label=_("Bank account"),
        queryset=PayoutAccount.objects.none(),
        empty_label=None,
        widget=forms.Select(attrs={"class": "in"}),
        error_messages={"invalid_choice": _("Choose an account from the list.")},
    )
    file = forms.FileField(
        label=_("File from your bank"),
        widget=forms.FileInput(attrs={"class": "in", "accept": ".csv,.txt,.sta,.mt940,.xml"}),
        error_messages={
            "required": _("Choose the file that your bank gave you."),
            "empty": _("The file is empty."),
        },
    )

    def __init__(self, accounts: QuerySet[PayoutAccount], *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        field = self.fields["account"]
        assert isinstance(field, AccountField)  # noqa: S101 -- declared above
        field.queryset = accounts
