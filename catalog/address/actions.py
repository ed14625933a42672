"""What addresses need to be there."""

from catalog.address.models import Country


def vietnam() -> Country:
    """Return the one country we ship in; Oscar's addresses need its row."""
    return Country.objects.get_or_create(
        iso_3166_1_a2="VN",
        defaults={
            "iso_3166_1_a3": "VNM",
            "iso_3166_1_numeric": "704",
            "printable_name": "Việt Nam",
            "name": "Cộng hòa xã hội chủ nghĩa Việt Nam",
            "is_shipping_country": True,
        },
    )[0]
