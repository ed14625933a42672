"""System checks of the settings: a wrong word here would let a rehearsal meet real money."""

from collections.abc import Sequence

from django.conf import settings
from django.core import checks

ENVIRONMENTS = ("live", "sandbox")
WHOLE_NUMBERS = (
    "PAYMENTS_CODE_MINUTES",
    "PAYMENTS_TWO_PEOPLE_FROM",
    "PAYMENTS_UNDO_HOURS",
    "PAYMENTS_SHORT_HOURS",
    "PAYMENTS_SILENCE_TIMES",
    "PAYMENTS_SILENCE_MINUTES",
)


@checks.register("payments")
def check_settings(**_options: object) -> Sequence[checks.CheckMessage]:
    """Return what is wrong with the settings, and what to write instead."""
    problems: list[checks.CheckMessage] = []
    environment = getattr(settings, "PAYMENTS_ENVIRONMENT", None)
    if environment not in ENVIRONMENTS:
        told = f"PAYMENTS_ENVIRONMENT={environment!r} is neither live nor sandbox."
        problems.append(
            checks.Error(told, hint="Write live, or sandbox on a demo.", id="payments.E001")
        )
    for name in WHOLE_NUMBERS:
        value = getattr(settings, name, None)
        if type(value) is not int or value <= 0:
            told = f"{name}={value!r} is no whole number above zero."
            problems.append(
                checks.Error(told, hint="Write a number such as 24.", id="payments.E002")
            )
    return problems
