"""What the sandbox bank says, in Vietnamese: it has no Django, so no catalogue either."""

from collections.abc import Mapping
from typing import Final

from payments.vietqr.core.errors import VietQrError

REFUSALS: Final[Mapping[str, str]] = {
    "empty": "Chưa có mã. Dán mã hoặc chọn hình.",
    "unreadable_text": "Mã có ký tự không đọc được.",
    "control_character": "Mã bị xuống dòng giữa chừng. Chép lại cho liền một dòng.",
    "crc_missing": "Mã bị cắt bớt phần cuối. Chép lại cho đủ.",
    "crc_not_last": "Sau số kiểm còn chữ thừa. Chép lại cho đúng.",
    "bad_crc": "Mã bị hỏng phần số kiểm. Chép lại cho đủ.",
    "crc_mismatch": "Mã bị hỏng hoặc đã bị sửa: số kiểm không khớp.",
    "not_vietqr": "Đây không phải mã VietQR để chuyển khoản.",
    "wrong_guid": "Đây không phải mã VietQR để chuyển khoản.",
    "fits_only_by_bytes": "Mã tính độ dài theo byte, sai chuẩn VietQR.",
    "text_outside_ans": "Mã có chữ có dấu ở chỗ chuẩn VietQR không cho.",
}
OTHER_REFUSAL: Final = "Mã không đúng chuẩn VietQR."

STATES: Final[Mapping[str, str]] = {
    "waiting": "Đang báo",
    "delivered": "Shop đã nhận tin",
    "given_up": "Thôi báo",
    "no_address": "Không có nơi nhận tin",
}
STATE_CLASSES: Final[Mapping[str, str]] = {
    "waiting": "gold",
    "delivered": "ok",
    "given_up": "bad",
    "no_address": "warn",
}
WAYS: Final[Mapping[str, str]] = {
    "as_is": "Giữ nguyên",
    "plain": "Viết hoa, bỏ dấu câu",
    "prefixed": "Thêm số của ngân hàng phía trước",
    "spaced": "Chen khoảng trắng",
}

PICTURES: Final[Mapping[str, str]] = {
    "NoReaderError": "Máy này chưa đọc được hình. Dán mã vào ô Mã VietQR.",
    "NoCodeError": "Không thấy mã QR trong hình. Chụp gần hơn, đủ sáng, hoặc dán mã.",
    "BadPictureError": "Tệp này không phải hình, hoặc hình bị hỏng.",
}
TOO_LARGE: Final = "Hình quá lớn. Chọn hình dưới 8 MB."


def refusal(error: VietQrError) -> str:
    """Return the sentence for a payload that was not read."""
    return REFUSALS.get(error.code, OTHER_REFUSAL)
