"""Pages of the catalogue: the shop's and the seller's."""

app_name = "catalog"
urlpatterns: list[object] = []
