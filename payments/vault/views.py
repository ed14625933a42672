"""Staff's pages of secrets, below the back office. What a secret says is on none of them."""

from collections.abc import Callable
from functools import update_wrapper
from typing import Concatenate, ParamSpec

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from marketplace.base.accounts.models import User
from marketplace.kernel.active import is_active
from marketplace.kernel.errors import DomainError
from payments.models import MerchantAccount, PayoutAccount
from payments.vault import actions, conf
from payments.vault.forms import MerchantForm, SecretForm
from payments.vault.holders import Holder, provider_of, wanted_names
from payments.vault.listing import holder_rows, retired_sets, row_of
from payments.vault.models import StoredSecret

KEEPERS = "vault.keep_secrets"
LIST = "vault_secrets"

P = ParamSpec("P")
KeeperView = Callable[Concatenate[HttpRequest, User, P], HttpResponse]


def for_keepers(view: KeeperView[P]) -> Callable[Concatenate[HttpRequest, P], HttpResponse]:
    """Let in who may keep secrets, and show what an action refuses as a message."""

    def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        user = request.user
        if not is_active("payments.vault"):
            raise Http404
        if not isinstance(user, User) or not user.has_perm(KEEPERS):
            raise PermissionDenied
        try:
            return view(request, user, *args, **kwargs)
        except DomainError as error:
            messages.error(request, error.title())
            return redirect(LIST)

    update_wrapper(guarded, view)
    return never_cache(sensitive_post_parameters()(guarded))


@for_keepers
def secrets(request: HttpRequest, _user: User) -> HttpResponse:
    """Whose secrets are kept, and the sets retired last."""
    context = {
        "rows": holder_rows(),
        "retired": retired_sets(),
        "has_key": conf.has_key(),
    }
    return render(request, "vault/secrets.html", context)


@for_keepers
def store(request: HttpRequest, user: User, kind: str, pk: int) -> HttpResponse:
    """Take a new set for an account."""
    holder = _holder(kind, pk)
    needed, optional = wanted_names(provider_of(holder))
    form = SecretForm(request.POST or None, needed=needed, optional=optional)
    if request.method == "POST" and form.is_valid() and _stored(form, holder, user):
        messages.success(request, _("Set. It signs from now on; the set before it still counts."))
        return redirect(LIST)
    context = {"form": form, "row": row_of(holder), "has_key": conf.has_key()}
    return render(request, "vault/store.html", context, status=422 if form.errors else 200)


@require_POST
@for_keepers
def retire(request: HttpRequest, user: User, pk: int) -> HttpResponse:
    """Let a set count no more."""
    stored = get_object_or_404(StoredSecret, pk=pk)
    actions.retire_secrets(stored=stored, acting_user=user)
    messages.success(request, _("Retired and wiped. It counts no more."))
    return redirect(LIST)


@for_keepers
def new_merchant(request: HttpRequest, user: User) -> HttpResponse:
    """Write down an account at a gateway, then ask for its secrets."""
    form = MerchantForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.open_merchant(acting_user=user, **form.cleaned_data)
        except DomainError as error:
            form.add_error(None, error.title())
        else:
            return redirect("vault_store", kind="gateway", pk=made.pk)
    status = 422 if form.errors else 200
    return render(request, "vault/merchant.html", {"form": form}, status=status)


@require_POST
@for_keepers
def switch(request: HttpRequest, user: User, pk: int) -> HttpResponse:
    """Take a gateway account into use or out of it."""
    merchant = get_object_or_404(MerchantAccount, pk=pk)
    active = request.POST.get("active") == "yes"
    actions.switch_merchant(merchant=merchant, active=active, acting_user=user)
    messages.success(request, _("In use from now on.") if active else _("Out of use."))
    return redirect(LIST)


def _holder(kind: str, pk: int) -> Holder:
    if kind == "gateway":
        return get_object_or_404(MerchantAccount.objects.select_related("payee"), pk=pk)
    accounts = PayoutAccount.objects.exclude(feed_code="").select_related("payee", "bank")
    return get_object_or_404(accounts, pk=pk)


def _stored(form: SecretForm, holder: Holder, user: User) -> bool:
    try:
        actions.store_secrets(holder=holder, values=form.values, acting_user=user)
    except DomainError as error:
        form.add_error(None, error.title())
        return False
    return True
