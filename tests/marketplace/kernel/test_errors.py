from django.utils.translation import override

from marketplace.kernel.errors import (
    DomainError,
    ModuleNotSwitchableError,
    NotRegisteredError,
)


def test_title_names_the_details_in_the_active_language() -> None:
    error = ModuleNotSwitchableError(module="catalog", reason="shop")

    with override("en"):
        assert error.title() == "catalog cannot be switched off: shop"
    with override("vi"):
        assert error.title() == "Không tắt được catalog: shop"


def test_missing_detail_does_not_break_the_sentence() -> None:
    with override("en"):
        assert NotRegisteredError(kind="carrier").title() == "There is no carrier called “…” here."


def test_logs_show_code_and_details() -> None:
    assert str(DomainError(lot=7, left=0)) == "domain_error lot=7 left=0"
    assert str(DomainError()) == "domain_error"
