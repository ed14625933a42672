"""No pages of its own for sellers; bills are charges."""

urlpatterns: list[object] = []
