"""Taking a photo in: what is kept, what is refused and why."""

from io import BytesIO
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from PIL import Image

from marketplace.base.accounts.models import User
from marketplace.base.media import core
from marketplace.base.media.actions import store_upload
from marketplace.base.media.errors import (
    UploadDamagedError,
    UploadTooLargeError,
    UploadTooManyPixelsError,
)
from marketplace.base.media.forms import PhotoField
from marketplace.base.media.models import Media, originals
from marketplace.kernel.models import AuditRow
from tests.factories.base import UserFactory, picture_bytes, upload

pytestmark = pytest.mark.django_db


@pytest.fixture
def cooperative() -> User:
    return UserFactory.create(full_name="The cooperative")


def _files(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


def test_a_photo_is_kept_private_with_its_upright_size(cooperative: User, tmp_path: Path) -> None:
    media = store_upload(file=upload(picture_bytes(900, 600, orientation=6)), owner=cooperative)

    assert (media.width, media.height) == (600, 900)
    assert media.state == Media.State.NEW
    assert media.owner == cooperative
    assert [path.suffix for path in _files(tmp_path / "originals")] == [".jpg"]
    assert _files(tmp_path / "media") == []
    audit = AuditRow.objects.get(action="media.stored")
    assert (audit.acting_user_id, audit.subject_id) == (cooperative.pk, str(media.pk))


@pytest.mark.parametrize("kind", ["PNG", "WEBP", "AVIF", "GIF"])
def test_other_formats_are_taken_too(kind: str) -> None:
    assert store_upload(file=upload(picture_bytes(kind=kind)), owner=None).width == 900


@pytest.mark.skipif(not core.HEIC_IS_READ, reason="pillow-heif is not installed")
def test_a_photo_of_an_iphone_is_taken() -> None:
    media = store_upload(file=upload(picture_bytes(kind="HEIF"), "IMG_0001.HEIC"), owner=None)

    assert str(media.original.name).endswith(".heic")


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"not a picture at all",
        picture_bytes()[:400],
        picture_bytes()[:-200],
        picture_bytes(kind="PNG")[:-300],
        b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
        b"GIF89a" + b"\x00" * 20,
    ],
)
def test_a_damaged_photo_is_refused_and_nothing_stays(content: bytes, tmp_path: Path) -> None:
    with pytest.raises(UploadDamagedError):
        store_upload(file=upload(content), owner=None)

    assert not Media.objects.exists()
    assert _files(tmp_path) == []


def test_what_is_too_heavy_is_refused_with_both_sizes() -> None:
    heavy = SimpleUploadedFile("video.jpg", b"x" * 10_000_001)

    with pytest.raises(UploadTooLargeError) as caught:
        store_upload(file=heavy, owner=None)

    assert caught.value.details == {"size_mb": 11, "limit_mb": 10}


def test_a_decompression_bomb_is_refused_by_its_header() -> None:
    bomb = BytesIO()
    Image.new("1", (9_000, 9_000)).save(bomb, "PNG")

    with pytest.raises(UploadTooManyPixelsError):
        store_upload(file=upload(bomb.getvalue()), owner=None)


def test_a_rolled_back_upload_leaves_no_row_and_a_failing_one_no_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*args: object, **kwargs: object) -> None:
        raise RuntimeError("the database went away")

    monkeypatch.setattr("marketplace.base.media.actions.record", fail)

    with pytest.raises(RuntimeError), transaction.atomic():
        store_upload(file=upload(), owner=None)

    assert not Media.objects.exists()
    assert _files(tmp_path / "originals") == []


def test_a_form_shows_the_reason_under_the_field() -> None:
    field = PhotoField(required=False)

    assert field.clean(None) is None
    assert field.clean(upload()) is not None
    with pytest.raises(ValidationError) as caught:
        field.clean(upload(b"broken"))
    assert caught.value.code == "upload_damaged"


def test_the_public_storage_is_not_the_one_of_originals() -> None:
    media = store_upload(file=upload(), owner=None)

    assert originals().exists(str(media.original.name))
    assert not default_storage.exists(str(media.original.name))
