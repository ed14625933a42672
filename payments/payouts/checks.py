"""System checks of the settings: a file that no bank reads must be found before money is due."""

from collections.abc import Sequence

from django.core import checks

from payments.payouts import conf
from payments.payouts.core.files import TemplateError


@checks.register("payouts")
def check_templates(**_options: object) -> Sequence[checks.CheckMessage]:
    """Return what is wrong with the templates, and what to write instead."""
    try:
        known = conf.templates()
    except TemplateError as error:
        told = f"PAYOUT_TEMPLATES: {error}."
        return [checks.Error(told, hint="See payments/payouts/README.md.", id="payouts.E001")]
    if known:
        return []
    return [checks.Error("PAYOUT_TEMPLATES is empty.", hint="Leave it unset.", id="payouts.E002")]
