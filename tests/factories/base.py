"""Test parties and what they share: people by their role, photos, places."""

from io import BytesIO

from django.core.files.uploadedfile import SimpleUploadedFile
from factory.declarations import LazyAttribute, SelfAttribute, Sequence, SubFactory
from factory.django import DjangoModelFactory, Password
from PIL import Image

from marketplace.base.accounts.models import User
from marketplace.base.places.core import search_key
from marketplace.base.places.models import AdminUnit

PASSWORD = "gao-st25-thom"


class UserFactory(DjangoModelFactory[User]):
    """Somebody who can sign in with `PASSWORD`; ``full_name`` is a role."""

    class Meta:
        model = User
        skip_postgeneration_save = True

    phone = Sequence(lambda n: f"+84900{n + 500:06d}")
    full_name = "A buyer"
    password = Password(PASSWORD)


class StaffFactory(UserFactory):
    """Somebody of the back office."""

    full_name = "A member of staff"
    is_staff = True
    is_superuser = True


class ProvinceFactory(DjangoModelFactory[AdminUnit]):
    """A province in force."""

    class Meta:
        model = AdminUnit
        django_get_or_create = ("code",)

    code = "92"
    official_code = SelfAttribute("code")
    name = "Thành phố Cần Thơ"
    kind = "city"
    search_key = LazyAttribute(lambda unit: search_key([unit.name]))


class WardFactory(DjangoModelFactory[AdminUnit]):
    """A ward in force, of Cần Thơ."""

    class Meta:
        model = AdminUnit
        django_get_or_create = ("code",)

    code = "31507"
    official_code = SelfAttribute("code")
    name = "Phường Sóc Trăng"
    kind = "ward"
    parent = SubFactory(ProvinceFactory)
    search_key = LazyAttribute(lambda unit: search_key([unit.name, unit.parent.name]))


def picture_bytes(
    width: int = 900, height: int = 600, *, kind: str = "JPEG", orientation: int | None = None
) -> bytes:
    """Return a photo: red at its top left corner, blue elsewhere."""
    image = Image.new("RGB", (width, height), (20, 60, 200))
    image.paste((220, 30, 30), (0, 0, width // 4, height // 4))
    exif = Image.Exif()
    if orientation is not None:
        exif[0x0112] = orientation
        exif[0x010F] = "A phone that writes where it was"
    out = BytesIO()
    image.save(out, kind, exif=exif)
    return out.getvalue()


def upload(content: bytes | None = None, name: str = "hinh.jpg") -> SimpleUploadedFile:
    """Return a photo as a form gets it."""
    body = picture_bytes() if content is None else content
    return SimpleUploadedFile(name, body, content_type="image/jpeg")
