"""One VietQR code, or one refusal, as plain JSON types. Pure.

The keys are a promise to other programs (``manage.py vietqr read``): none is ever left out.
"""

from payments.vietqr.core.errors import VietQrError
from payments.vietqr.core.payload import VietQr

JsonValue = str | int | bool | dict[str, str] | None


def code_record(code: VietQr) -> dict[str, JsonValue]:
    """Return ``code`` by the names its data objects have in the specification."""
    return {
        "acquirer_bin": code.acquirer_bin,
        "account": code.account,
        "service_code": code.service_code,
        "currency": code.currency,
        "amount": code.amount,
        "purpose": code.purpose,
        "bill_number": code.bill_number,
        "store_label": code.store_label,
        "terminal_label": code.terminal_label,
        "reference_label": code.reference_label,
        "merchant_name": code.merchant_name,
        "merchant_city": code.merchant_city,
        "merchant_category": code.merchant_category,
        "dynamic": code.dynamic,
        "unknown": dict(code.unknown),
    }


def error_record(error: VietQrError) -> dict[str, JsonValue]:
    """Return a refusal: ``error`` is its stable code, ``message`` is for people."""
    return {"error": error.code, "message": str(error)}
