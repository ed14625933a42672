"""Staff's pages: propose, approve, make the bank's file, compare it, and say what became of it."""

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from marketplace.base.accounts.models import User
from marketplace.base.words.formats import number
from marketplace.kernel.errors import DomainError
from payments.models import Payee
from payments.payouts import actions
from payments.payouts.forms import LARGEST_FILE, CompareForm, FileForm, PaidForm, ProposeForm
from payments.payouts.models import Payout, PayoutFile
from payments.payouts.queries import available, held, payout_desk
from payments.refunds.models import Refund
from payments.views.staff import for_money_staff


@never_cache
@for_money_staff
def payouts(request: HttpRequest, user: User) -> HttpResponse:
    """What can go out, what waits for a second person, and the files."""
    context = {"desk": payout_desk(), "form": FileForm(), "me": user}
    return render(request, "payouts/staff_payouts.html", context)


@never_cache
@for_money_staff
def propose(request: HttpRequest, user: User, pk: int) -> HttpResponse:
    """How much one seller gets now."""
    payee = get_object_or_404(Payee, pk=pk)
    most = available(payee)
    form = ProposeForm(request.POST or None, amount=number(most))
    if request.method == "POST" and form.is_valid():
        try:
            actions.propose_payout(
                payee=payee,
                amount=form.cleaned_data["amount"],
                acting_user=user,
                key=form.cleaned_data["key"],
            )
        except DomainError as error:
            form.add_error("amount", error.title())
        else:
            messages.success(request, _("Proposed. Another person has to approve it."))
            return redirect("payouts_staff")
    context = {"payee": payee, "form": form, "most": most, "held": held(payee)}
    status = 422 if form.errors else 200
    return render(request, "payouts/staff_propose.html", context, status=status)


@require_POST
@for_money_staff
def propose_all(request: HttpRequest, user: User) -> HttpResponse:
    """Propose to every seller what is available."""
    made = len(actions.propose_everybody(acting_user=user))
    told = ngettext("%(count)s payout proposed.", "%(count)s payouts proposed.", made)
    messages.success(request, told % {"count": made})
    return redirect("payouts_staff")


@require_POST
@for_money_staff
def propose_refund(request: HttpRequest, user: User, pk: int) -> HttpResponse:
    """Propose to pay a refund out."""
    refund = get_object_or_404(Refund, pk=pk)
    try:
        actions.propose_refund_payout(refund=refund, acting_user=user)
    except DomainError as error:
        messages.error(request, error.title())
    else:
        messages.success(request, _("Proposed. Another person has to approve it."))
    return redirect("payouts_staff")


@require_POST
@for_money_staff
def decide(request: HttpRequest, user: User, pk: int) -> HttpResponse:
    """Approve a proposal, or give it up."""
    payout = get_object_or_404(Payout, pk=pk)
    try:
        if request.POST.get("answer") == "yes":
            actions.approve_payout(payout=payout, acting_user=user)
            messages.success(request, _("Approved. It goes into the next file."))
        else:
            reason = _("given up by staff")
            actions.cancel_payout(payout=payout, reason=reason, acting_user=user)
            messages.success(request, _("Given up. The amount can be paid out again."))
    except DomainError as error:
        messages.error(request, error.title())
    return redirect("payouts_staff")


@require_POST
@for_money_staff
def make_file(request: HttpRequest, user: User) -> HttpResponse:
    """Put all that is approved into a file."""
    try:
        file = actions.make_file(template=request.POST.get("template", ""), acting_user=user)
    except DomainError as error:
        messages.error(request, error.title())
        return redirect("payouts_staff")
    return redirect("payouts_staff_file", file.pk)


@never_cache
@for_money_staff
def file_page(request: HttpRequest, user: User, pk: int) -> HttpResponse:
    """One file: its digest, the comparison before it goes to the bank, and each of its lines."""
    file = get_object_or_404(PayoutFile.objects.defer("content"), pk=pk)
    form = CompareForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid() and _compared(request, form, file, user):
        return redirect("payouts_staff_file", file.pk)
    lines = file.payouts.select_related("payee", "bank").order_by("pk")
    context = {"file": file, "lines": lines, "form": form, "paid": PaidForm()}
    status = 422 if form.errors else 200
    return render(request, "payouts/staff_file.html", context, status=status)


@never_cache
@for_money_staff
def download(request: HttpRequest, user: User, pk: int) -> HttpResponse:  # noqa: ARG001
    """The file as it was made."""
    file = get_object_or_404(PayoutFile, pk=pk)
    response = HttpResponse(bytes(file.content), content_type="text/csv; charset=us-ascii")
    response["Content-Disposition"] = f'attachment; filename="{file.name}"'
    response["X-Content-Type-Options"] = "nosniff"
    return response


@require_POST
@for_money_staff
def end(request: HttpRequest, user: User, pk: int) -> HttpResponse:
    """Say what the bank did with one line."""
    payout = get_object_or_404(Payout, pk=pk)
    told = request.POST.get("told", "")
    try:
        if request.POST.get("answer") == "paid":
            actions.confirm_paid(payout=payout, reference=told, acting_user=user)
            messages.success(request, _("Written down: paid out."))
        else:
            actions.fail_payout(payout=payout, reason=told, acting_user=user)
            messages.success(request, _("Written down: failed. The amount is there again."))
    except DomainError as error:
        messages.error(request, error.title())
    if payout.file_id is None:
        return redirect("payouts_staff")
    return redirect("payouts_staff_file", payout.file_id)


def _compared(request: HttpRequest, form: CompareForm, file: PayoutFile, user: User) -> bool:
    upload = form.cleaned_data["file"]
    assert isinstance(upload, UploadedFile)  # noqa: S101 -- a FileField gives no other
    try:
        actions.check_file(file=file, content=upload.read(LARGEST_FILE), acting_user=user)
    except DomainError as error:
        form.add_error("file", error.title())
        return False
    messages.success(request, _("The same file, byte for byte. Upload it to the bank now."))
    return True
