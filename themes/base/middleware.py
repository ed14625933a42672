"""What a visitor chooses by a link: the language (``?l=en``) and light or dark (``?mode=dark``)."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils import translation
from django.utils.cache import patch_vary_headers

Handler = Callable[[HttpRequest], HttpResponseBase]

LANGUAGE_PARAMETER = "l"
MODE_PARAMETER = "mode"
MODE_COOKIE = "mode"
MODES = ("light", "dark", "auto")
YEAR = 365 * 24 * 3600


class VisitorChoiceMiddleware:
    """Answers in the language that was chosen, else in the site's own, and remembers the choice.

    The browser's Accept-Language is not asked: phones are often sold with English set, and people
    here expect the page in the language of the shop until they choose another.
    """

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer in the chosen language and remember what was chosen."""
        asked = request.GET.get(LANGUAGE_PARAMETER, "")
        language = asked if asked in dict(settings.LANGUAGES) else _remembered_language(request)
        mode = request.GET.get(MODE_PARAMETER, "")
        if mode in MODES:
            request.COOKIES[MODE_COOKIE] = mode
        translation.activate(language)
        request.LANGUAGE_CODE = translation.get_language() or settings.LANGUAGE_CODE
        response = self.get_response(request)
        response.headers.setdefault("Content-Language", language)
        patch_vary_headers(response, ["Cookie"])
        if asked == language:
            _remember(response, settings.LANGUAGE_COOKIE_NAME, language)
        if mode in MODES:
            _remember(response, MODE_COOKIE, mode)
        return response


def chosen_mode(request: HttpRequest | None) -> str:
    """Return ``light`` or ``dark`` where the visitor chose one, else nothing."""
    mode = request.COOKIES.get(MODE_COOKIE, "") if request else ""
    return mode if mode in {"light", "dark"} else ""


def _remembered_language(request: HttpRequest) -> str:
    language = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
    return language if language in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE


def _remember(response: HttpResponseBase, name: str, value: str) -> None:
    response.set_cookie(
        name, value, max_age=YEAR, samesite="Lax", secure=settings.SESSION_COOKIE_SECURE
    )
