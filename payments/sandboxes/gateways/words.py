"""What the sandbox gateways say, in Vietnamese: they have no Django, so no catalogue either."""

from collections.abc import Mapping
from typing import Final

STATES: Final[Mapping[str, str]] = {
    "open": "Chờ trả",
    "paid": "Đã trả",
    "held": "Đã trả, đang giữ để xem xét",
    "failed": "Không trả được",
    "cancelled": "Đã huỷ",
}
STATE_CLASSES: Final[Mapping[str, str]] = {
    "open": "gold",
    "paid": "ok",
    "held": "warn",
    "failed": "bad",
    "cancelled": "bad",
}
BUTTONS: Final[Mapping[str, str]] = {
    "paid": "Trả tiền",
    "held": "Trả, cổng giữ lại để xem xét",
    "failed": "Báo không đủ tiền",
    "cancelled": "Huỷ",
}
BUTTON_CLASSES: Final[Mapping[str, str]] = {"paid": "btn-a"}
NOTICES: Final[Mapping[str, str]] = {
    "waiting": "Đang báo",
    "delivered": "Shop đã nhận tin",
    "given_up": "Thôi báo",
    "no_address": "Không có nơi nhận tin",
}
NOTICE_CLASSES: Final[Mapping[str, str]] = {
    "waiting": "gold",
    "delivered": "ok",
    "given_up": "bad",
    "no_address": "warn",
}
REFUNDS: Final[Mapping[str, str]] = {
    "pending": "Đang hoàn",
    "done": "Đã hoàn",
    "refused": "Không hoàn được",
}
WAITS: Final[Mapping[str, str]] = {
    "0": "Ngay bây giờ",
    "120": "Sau 2 phút",
    "1200": "Sau 20 phút (đơn đã hết hạn)",
}
TOLD: Final[Mapping[str, str]] = {
    "1": "Báo cho shop một lần",
    "2": "Báo hai lần, cùng một lúc",
    "0": "Không báo: shop phải tự hỏi",
}

NO_PAGE: Final = "Không có trang này."
UNREADABLE: Final = "Yêu cầu không đọc được."
BROKEN: Final = "Cổng thử bị lỗi."
ELSEWHERE: Final = "Trang khác không được bấm giùm."
BAD_AMOUNT: Final = "Số tiền phải là số nguyên, lớn hơn 0."
BAD_CHOICE: Final = "Cổng này không có cách đó."
SETTLED: Final = "Đơn này đã xong rồi."
