"""The pages behind printed codes. They read no cookie and set none."""

from django.http import HttpRequest, HttpResponsePermanentRedirect
from django.http.response import HttpResponseBase, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from traceability import conf
from traceability.gs1.digital_link import escape
from traceability.resolver import pages
from traceability.resolver.actions import send_report
from traceability.resolver.answering import answer
from traceability.resolver.core.target import from_code
from traceability.resolver.http import PRIVATE, html_answer, in_chosen_language, may, query_of
from traceability.resolver.pin_actions import PinResult, open_pin


@require_safe
@in_chosen_language
def code_page(request: HttpRequest, language: str, code: str) -> HttpResponseBase:
    """Show what a code of ours names; written otherwise than printed, it is redirected."""
    target = from_code(code)
    canonical = f"/q/{escape(target.code, in_query=False)}"
    if request.path.removeprefix("/Q/").removeprefix("/q/") != target.code:
        return HttpResponsePermanentRedirect(canonical + query_of(request))
    return answer(request, target, language)


@require_safe
@in_chosen_language
def typed_page(request: HttpRequest, language: str) -> HttpResponseBase:
    """Look up what somebody typed; without anything, show the form."""
    target = from_code(request.GET.get("m", ""))
    if not target.code:
        return html_answer(pages.unknown_page(target, language), PRIVATE)
    chosen = f"?l={language}" if "l" in request.GET else ""
    return HttpResponseRedirect(f"/q/{escape(target.code, in_query=False)}{chosen}")


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
@in_chosen_language
def report_page(request: HttpRequest, language: str, code: str) -> HttpResponseBase:
    """Take a report of a suspicious pack.

    Without a cookie there is no token to forge and no account to act for: a limit per device is
    the guard.
    """
    code = from_code(code).code.strip("-")
    if request.method != "POST":
        return html_answer(pages.report_page(code, language), PRIVATE)
    values = {name: request.POST.get(name, "") for name in ("words", "bought_at", "contact")}
    error = "" if values["words"].strip() else _("Write what looks wrong.")
    if not error and not may("report", request, conf.reports_per_day(), 24):
        error = _("That is a lot of reports for one day. Call us instead.")
    if error:
        return html_answer(
            pages.report_page(code, language, values=values, error=error), PRIVATE, 422
        )
    send_report(code=code, **values)
    return html_answer(pages.report_page(code, language, is_sent=True), PRIVATE)


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
@in_chosen_language
def pin_page(request: HttpRequest, language: str, code: str) -> HttpResponseBase:
    """Take the PIN under a scratch layer; two limits guard it: of the pack and of the device."""
    target = from_code(code)
    if request.method != "POST":
        return HttpResponseRedirect(f"/q/{escape(target.code, in_query=False)}?l={language}")
    if not may("pin", request, conf.pin_tries(), 1):
        return html_answer(pages.pin_page(target.code, language, None), PRIVATE, 429)
    found = open_pin(code=target.code, typed=request.POST.get("pin", ""))
    status = 404 if found.result == PinResult.NONE else 200
    return html_answer(pages.pin_page(target.code, language, found), PRIVATE, status)
