"""What comes in past the limit is thrown away; the rest of the form is not."""

from typing import cast

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile, UploadedFile
from django.http import HttpRequest
from django.test import RequestFactory

LIMIT = 10_000_000


def _file(request: HttpRequest, name: str) -> UploadedFile[bytes]:
    return cast("UploadedFile[bytes]", request.FILES[name])


def test_the_rest_of_a_form_with_a_30_mb_file_is_kept() -> None:
    big = SimpleUploadedFile("video.mp4", b"x" * 30_000_000, content_type="video/mp4")
    small = SimpleUploadedFile("hinh.jpg", b"y" * 5_000, content_type="image/jpeg")
    request = RequestFactory().post(
        "/", {"name": "Gạo ST25", "a": big, "b": small, "price": "185000"}
    )

    assert request.POST["name"] == "Gạo ST25"
    assert request.POST["price"] == "185000"
    assert _file(request, "a").size == 30_000_000
    assert _file(request, "a").read() == b""
    assert _file(request, "b").read() == b"y" * 5_000


@pytest.mark.parametrize("size", [1, 70_000, 3_000_000, LIMIT])
def test_a_file_up_to_the_limit_comes_in_whole(size: int) -> None:
    file = SimpleUploadedFile("hinh.jpg", b"z" * size, content_type="image/jpeg")
    request = RequestFactory().post("/", {"a": file})

    assert _file(request, "a").size == size
    assert len(_file(request, "a").read()) == size
