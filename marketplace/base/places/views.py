"""The picker's list, while people type."""

import re

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from marketplace.base.places.queries import find_wards, provinces

_FIELD_NAME = re.compile(r"[a-z][a-z0-9_-]{0,39}")


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """Return the radio list for ``q`` in the province ``tinh``; ``ten`` is the field's name.

    ``o``, the picker's id, asks for the province's name too, to be put into the picker.
    """
    asked = request.GET
    name = asked.get("ten", "ward")
    if not _FIELD_NAME.fullmatch(name):
        name = "ward"
    query = asked.get(f"{name}_q", asked.get("q", "")).strip()
    province = asked.get(f"{name}_tinh", asked.get("tinh", ""))
    hits = find_wards(query[:100], province=province or None)
    context: dict[str, object] = {
        "name": name,
        "hits": hits,
        "query": query,
        "province": province,
    }
    shown_in = asked.get("o", "")
    if _FIELD_NAME.fullmatch(shown_in):
        chosen = provinces().filter(code=province).first()
        context |= {"name_id": shown_in, "province_unit": chosen}
    response = render(request, "places/_ward_list.html", context)
    response["Cache-Control"] = "public, max-age=3600"
    return response
