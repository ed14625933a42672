"""A wrong setting stops the start and says what to write."""

import pytest
from pytest_django import Settings

from payments.checks import WHOLE_NUMBERS, check_settings


def test_the_settings_as_shipped_are_fine() -> None:
    assert check_settings() == []


@pytest.mark.parametrize("value", ["Live", "", "production", None])
def test_an_unknown_environment_stops_the_start(settings: Settings, value: object) -> None:
    settings.PAYMENTS_ENVIRONMENT = value

    (problem,) = check_settings()

    assert problem.id == "payments.E001"
    assert str(problem.hint) == "Write live, or sandbox on a demo."


@pytest.mark.parametrize("name", WHOLE_NUMBERS)
@pytest.mark.parametrize("value", [0, -1, "15", 1.5, True, None])
def test_a_number_that_is_none_stops_the_start(
    settings: Settings, name: str, value: object
) -> None:
    setattr(settings, name, value)

    assert [problem.id for problem in check_settings()] == ["payments.E002"]
