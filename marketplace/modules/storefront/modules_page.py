"""The back office's Modules page: what this shop is made of, and the switch for each part.

It switches what is installed. Installing is done on the machine, because it needs a restart; the
page shows the command.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from marketplace.kernel.active import set_active
from marketplace.kernel.errors import DomainError, ModuleNotSwitchableError
from marketplace.kernel.report import ModuleReport, reports

ICONS = {
    "theme": "view",
    "payment": "pick",
    "origin": "tag",
    "selling": "home",
    "sandbox": "warning",
}
PERMISSION = "kernel.change_modulestate"
HOST = "marketplace.modules.storefront"
"""The module this page is part of: switched off, it could not be switched on again here."""


@dataclass(frozen=True, slots=True)
class ModuleCard:
    """A module as the page shows it: its report, and its needs with whether each is there."""

    report: ModuleReport
    title: str
    summary: str
    icon: str
    needs: Sequence[tuple[str, bool]]

    @property
    def is_switchable(self) -> bool:
        """Whether staff may flip it while the shop runs."""
        return self.report.installed and not self.fixed_because

    @property
    def fixed_because(self) -> str:
        """Why nobody may flip it; empty for what may be flipped."""
        own = _("this page is part of it") if self.report.name == HOST else ""
        return self.report.fixed_because or own


@dataclass(frozen=True, slots=True)
class Plan:
    """What a switch would do, shown before it is done."""

    card: ModuleCard
    follows: Sequence[str]

    @property
    def turns_on(self) -> bool:
        """Whether the switch goes from off to on."""
        return not self.card.report.active


@require_http_methods(["GET", "POST"])
def modules_page(request: HttpRequest) -> HttpResponse:
    """Show the modules and the plan of a switch (GET), or flip it (POST)."""
    if not request.user.has_perm(PERMISSION):
        raise PermissionDenied
    if request.method == "POST":
        return _switch(request)
    known = reports()
    cards = [_card(one, known) for one in known]
    context = {
        "groups": _groups(cards),
        "plan": plan_for(request.GET.get("module", ""), cards),
        "running": sum(one.active for one in known),
        "others": sum(not one.installed for one in known),
    }
    return render(request, "back_office/modules.html", context)


def plan_for(name: str, cards: Sequence[ModuleCard]) -> Plan | None:
    """Return what flipping the module would do; None where there is nothing to flip."""
    card = next((one for one in cards if one.report.name == name and one.is_switchable), None)
    if card is None:
        return None
    follows = [one.title for one in cards if name in one.report.glue_for and one.report.installed]
    return Plan(card, follows)


def _switch(request: HttpRequest) -> HttpResponseRedirect:
    name, active = request.POST.get("module", ""), request.POST.get("active") == "1"
    try:
        if name == HOST:
            raise ModuleNotSwitchableError(module=name, reason=_("this page is part of it"))
        set_active(name, active, acting_user=request.user)  # type: ignore[arg-type]
    except DomainError as error:
        messages.error(request, error.title())
    else:
        words = _("%(module)s is on.") if active else _("%(module)s is off.")
        messages.success(request, words % {"module": name})
    return HttpResponseRedirect(reverse("storefront_modules"))


def _card(one: ModuleReport, known: Sequence[ModuleReport]) -> ModuleCard:
    there = {other.name: other for other in known}
    needs = [(_title(there, name), name in there and there[name].installed) for name in one.depends]
    return ModuleCard(
        report=one,
        title=_(one.title),
        summary=_(one.summary) if one.summary else "",
        icon=ICONS.get(one.category, "folder-open-inverse"),
        needs=[need for need in needs if need[0]],
    )


def _title(there: Mapping[str, ModuleReport], name: str) -> str:
    """Return a module's title, nothing for the kernel: everybody needs that one."""
    if name == "marketplace.kernel":
        return ""
    return _(there[name].title) if name in there else name


def _groups(cards: Sequence[ModuleCard]) -> list[tuple[str, list[ModuleCard]]]:
    running = [one for one in cards if one.report.active]
    off = [one for one in cards if one.report.installed and not one.report.active]
    others = [one for one in cards if not one.report.installed]
    named = [(_("Running"), running), (_("Switched off"), off), (_("Can be installed"), others)]
    return [(name, group) for name, group in named if group]
