"""What a buyer sees behind the link of a recall message, and answers there."""

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from marketplace.modules.recall_notices.actions import take_answer
from marketplace.modules.recall_notices.links import code_of
from marketplace.modules.recall_notices.models import Answer, RecallNotice
from traceability.lots.identity import lot_url
from traceability.lots.models import Lot


class AnswerForm(forms.Form):
    """What became of the packs."""

    answer = forms.ChoiceField(
        label=_("What did you do with it?"), choices=Answer.choices, widget=forms.RadioSelect
    )


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def notice_page(request: HttpRequest, token: str) -> HttpResponse:
    """Show which packs are taken back and keep the answer; opening the page is no answer.

    Previews of messengers open links on their own: only a pressed button counts as read.
    """
    code = code_of(token)
    notices = RecallNotice.objects.select_related("run__case__party")
    notice = notices.filter(code=code).first() if code else None
    if notice is None:
        raise Http404
    form = AnswerForm(request.POST or None, initial={"answer": notice.answer})
    if request.method == "POST" and form.is_valid():
        take_answer(notice=notice, answer=form.cleaned_data["answer"])
        return redirect("recall_notices:notice", token)
    lots = Lot.objects.filter(pk__in=notice.lots).select_related("item")
    context = {
        "notice": notice,
        "case": notice.run.case,
        "lots": [(lot, lot_url(lot)) for lot in lots],
        "form": form,
    }
    status = 422 if form.errors else 200
    response = render(request, "recall_notices/notice.html", context, status=status)
    response.headers["X-Robots-Tag"] = "noindex"
    return response
