"""The demo's accounts. They exist where this module is installed, and production refuses it."""

from dataclasses import dataclass

PASSWORD = "phu-sa-tren-song"  # noqa: S105 - printed by `make run`; the demo holds nothing of value


@dataclass(frozen=True, slots=True)
class DemoAccount:
    """Somebody to sign in as."""

    phone: str
    name: str
    is_staff: bool = False


STAFF = DemoAccount("+84900000001", "Nhân viên sàn (mẫu)", is_staff=True)
SECOND_STAFF = DemoAccount("+84900000002", "Nhân viên thứ hai (mẫu)", is_staff=True)
BUYER = DemoAccount("+84900000003", "Khách Mẫu")
MANAGER = DemoAccount("+84900000049", "Ban quản lý chợ (mẫu)")
