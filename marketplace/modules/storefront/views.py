"""What browsers ask for without being told."""

from django.http import HttpRequest, HttpResponseRedirect
from django.templatetags.static import static
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

ICON = "themes/base/icon.svg"


@require_safe
@cache_control(public=True, max_age=24 * 3600)
def favicon(_request: HttpRequest) -> HttpResponseRedirect:
    """Lead to the icon; pages without a link to it (a scanned pack) would be told 404 otherwise."""
    return HttpResponseRedirect(static(ICON))
