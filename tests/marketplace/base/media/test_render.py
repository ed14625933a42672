"""The worker makes what pages show."""

from io import BytesIO
from typing import cast

import pytest
from django.core.files.storage import default_storage
from django.template import Context, Template
from django.test import Client
from django_tasks_db.models import DBTaskResult
from PIL import Image

from marketplace.base.media.actions import store_upload
from marketplace.base.media.core import widths_for
from marketplace.base.media.hooks import media_ready
from marketplace.base.media.models import Media, originals
from marketplace.base.media.tasks import render_media
from tests.factories.base import picture_bytes, upload

pytestmark = pytest.mark.django_db


def _ready(content: bytes | None = None) -> Media:
    media = store_upload(file=upload(content), owner=None)
    render_media(str(media.pk))
    media.refresh_from_db()
    return media


def _image(name: str) -> Image.Image:
    with default_storage.open(name) as file:
        image = Image.open(BytesIO(file.read()))
    image.load()
    return image


def _pixel(image: Image.Image, place: tuple[int, int]) -> tuple[int, ...]:
    return cast("tuple[int, ...]", image.convert("RGB").getpixel(place))


def test_storing_a_photo_queues_the_work_for_it() -> None:
    media = store_upload(file=upload(), owner=None)

    [task] = DBTaskResult.objects.filter(task_path="marketplace.base.media.tasks.render_media")
    assert task.args_kwargs["args"] == [str(media.pk)]


def test_a_photo_becomes_three_sizes_in_two_formats() -> None:
    media = _ready(picture_bytes(1500, 1000))

    assert media.state == Media.State.READY
    assert [(one.width, one.height) for one in media.sizes()] == [
        (320, 213),
        (640, 427),
        (1200, 800),
    ]
    assert _image(media.renditions["640"]["avif"]).size == (640, 427)
    assert _image(media.renditions["640"]["jpeg"]).size == (640, 427)


def test_a_small_photo_is_not_blown_up() -> None:
    assert [one.width for one in _ready(picture_bytes(200, 100)).sizes()] == [200]
    assert widths_for(640) == [320, 640]


def test_a_photo_taken_sideways_stands_upright_without_its_metadata() -> None:
    media = _ready(picture_bytes(1200, 800, orientation=6))

    image = _image(media.renditions["320"]["jpeg"])
    assert image.size == (320, 480)
    # Turned by a quarter to the right, the red corner at the top left is at the top right.
    red, _green, blue = _pixel(image, (310, 10))
    assert red > 150 > blue
    assert not image.getexif()
    assert "exif" not in image.info
    assert "exif" not in _image(media.renditions["320"]["avif"]).info


def test_what_is_seen_through_stands_on_white() -> None:
    out = BytesIO()
    Image.new("RGBA", (400, 400), (0, 0, 0, 0)).save(out, "PNG")
    media = _ready(out.getvalue())

    assert _pixel(_image(media.renditions["320"]["jpeg"]), (5, 5)) == (
        255,
        255,
        255,
    )


def test_a_second_run_changes_nothing_and_half_a_run_is_done_over() -> None:
    media = _ready()
    before = media.renditions
    render_media(str(media.pk))
    media.refresh_from_db()
    assert media.renditions == before

    Media.objects.filter(pk=media.pk).update(state=Media.State.NEW, renditions={})
    render_media(str(media.pk))
    media.refresh_from_db()
    assert media.renditions == before
    assert len(default_storage.listdir(f"photos/{media.pk.hex[:2]}")[1]) == 4


def test_a_photo_that_broke_in_the_store_is_marked_and_the_worker_goes_on() -> None:
    media = store_upload(file=upload(), owner=None)
    with originals().open(str(media.original.name), "wb") as file:
        file.write(b"broken")

    render_media(str(media.pk))

    media.refresh_from_db()
    assert media.state == Media.State.FAILED
    assert media.sizes() == []


def test_guests_are_told_when_a_photo_is_ready() -> None:
    told: list[Media] = []

    def tell(media: Media) -> None:
        told.append(media)

    with media_ready.register_temporarily(tell):
        media = _ready()

    assert told == [media]


def _tag(media: Media | None) -> str:
    source = '{% load media_tags %}{% picture media alt=words sizes="160px" %}'
    return Template(source).render(Context({"media": media, "words": "Gạo <b>"}))


def test_the_tag_offers_all_sizes_and_escapes_its_words() -> None:
    html = _tag(_ready(picture_bytes(1500, 1000)))

    assert 'type="image/avif"' in html
    assert html.count("320w") == 2
    assert 'width="320" height="213"' in html
    assert 'alt="Gạo &lt;b&gt;"' in html
    assert 'loading="lazy"' in html


def test_the_tag_shows_a_placeholder_until_then() -> None:
    new = store_upload(file=upload(), owner=None)

    for media in (new, None):
        html = _tag(media)
        assert "<img" not in html
        assert 'role="img" aria-label="Gạo &lt;b&gt;"' in html


def test_a_card_takes_the_smallest_size_that_is_wide_enough() -> None:
    media = _ready(picture_bytes(700, 700))

    assert media.picture(320) == media.sizes()[0]
    assert media.picture(321) == media.sizes()[1]
    assert media.picture(4000) == media.sizes()[-1]
    assert Media().picture() is None


def test_pictures_are_given_out_for_a_year_and_nothing_else_is(client: Client) -> None:
    media = _ready()
    url = media.sizes()[0].avif

    response = client.get(url)
    assert response.status_code == 200
    assert response["Content-Type"] == "image/avif"
    assert "immutable" in response["Cache-Control"]
    assert response.getvalue()[4:12] == b"ftypavif"

    default_storage.save("documents/private.txt", originals().open(str(media.original.name)))
    for path in (
        "/media/documents/private.txt",
        "/media/photos/../documents/private.txt",
        "/media/photos/none.avif",
        f"/media/{media.original.name!s}",
    ):
        assert client.get(path).status_code == 404
