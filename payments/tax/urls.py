"""``/ban/thue/``."""

urlpatterns: list[object] = []
