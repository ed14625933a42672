"""Read a bank's statement in, and see what it brought."""

from django.contrib.auth.decorators import login_required
from django.core.files.uploadedfile import UploadedFile
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from marketplace.base.accounts.models import User
from marketplace.kernel.errors import DomainError
from payments.models import PayoutAccount
from payments.statements.actions import LARGEST_FILE, import_statement
from payments.statements.forms import StatementForm
from payments.statements.models import StatementFile, StatementLine

SHOWN_FILES = 20
STAFF = "payments.change_receipt"


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def statements(request: HttpRequest) -> HttpResponse:
    """Take a file, and list the last ones."""
    user = _user(request)
    readable = _accounts(user)
    if not readable.exists():
        raise Http404
    accounts = readable.filter(active=True)
    form = StatementForm(accounts, request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        file = _taken(form, user)
        if file is not None:
            return redirect("statements:file", pk=file.pk)
    files = StatementFile.objects.filter(account__in=readable).select_related("account__bank")
    context = {"form": form, "files": files[:SHOWN_FILES], "tab": "more"}
    status = 422 if form.errors else 200
    return render(request, "statements/statements.html", context, status=status)


@never_cache
@login_required
@require_safe
def statement_file(request: HttpRequest, pk: int) -> HttpResponse:
    """Show what a file brought: new money first, then what nobody told of, then the rest."""
    files = StatementFile.objects.filter(account__in=_accounts(_user(request)))
    file = get_object_or_404(files.select_related("account__bank", "account__payee"), pk=pk)
    lines = list(file.lines.select_related("receipt"))
    groups = [
        (label, [line for line in lines if line.outcome == code])
        for code, label in StatementLine.Outcome.choices
    ]
    context = {"file": file, "groups": groups, "count": len(lines), "tab": "more"}
    return render(request, "statements/file.html", context)


def _taken(form: StatementForm, user: User) -> StatementFile | None:
    upload = form.cleaned_data["file"]
    assert isinstance(upload, UploadedFile)  # noqa: S101 -- a FileField gives no other
    try:
        taken = import_statement(
            account=form.cleaned_data["account"],
            name=upload.name or "",
            content=upload.read(LARGEST_FILE + 1),
            acting_user=user,
        )
    except DomainError as error:
        form.add_error("file", error.title())
        return None
    return taken.file


def _accounts(user: User) -> QuerySet[PayoutAccount]:
    """Return the accounts whose statements the user may see: their own; staff, every one.

    Those replaced since, too: what was read in stays readable.
    """
    known = PayoutAccount.objects.select_related("bank", "payee")
    known = known.order_by("payee__name", "pk")
    return known if user.has_perm(STAFF) else known.filter(payee__members=user)


def _user(request: HttpRequest) -> User:
    if not isinstance(request.user, User):
        raise Http404
    return request.user
