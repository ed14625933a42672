"""A seller's page: what is contested, and what the seller can say."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from marketplace.base.accounts.models import User
from marketplace.kernel.errors import DomainError
from payments.disputes.actions import write_note
from payments.disputes.forms import NoteForm
from payments.disputes.queries import disputes_of


@never_cache
@login_required
def dispute_page(request: HttpRequest, pk: int) -> HttpResponse:
    """One dispute, and the seller's evidence."""
    user = request.user
    if not isinstance(user, User):
        raise Http404
    dispute = get_object_or_404(disputes_of(user), pk=pk)
    form = NoteForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            write_note(dispute=dispute, text=form.cleaned_data["text"], acting_user=user)
        except DomainError as error:
            form.add_error(None, error.title())
        else:
            messages.success(request, _("Kept. We send it to the gateway in time."))
            return redirect("disputes:dispute", dispute.pk)
    notes = dispute.notes.select_related("made_by")
    context = {"dispute": dispute, "notes": notes, "form": form}
    status = 422 if form.errors else 200
    return render(request, "disputes/seller_dispute.html", context, status=status)
