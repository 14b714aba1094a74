"""Pictures: what is refused, what is left of what is taken, and what readers get."""

from __future__ import annotations

import io
import re
import struct
import zlib
from io import StringIO

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from PIL import Image as Pillow

from articles.models import Article, Image
from articles.pictures import LARGEST_BYTES, NotAPicture, cleaned
from articles.tests.test_admin import page_of
from guide_site.tests.admin_forms import errors_of, filled_form, signed_in
from guide_site.tests.pages import GUIDE

ADD = "/admin/articles/image/add/"
PLACE_TAG, ORIENTATION_TAG, TURNED = 0x8825, 0x0112, 6


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


def drawn(kind: str = "PNG", width: int = 1000, height: int = 500, mode: str = "RGB", **options) -> bytes:
    written = io.BytesIO()
    Pillow.new(mode, (width, height), "teal").save(written, kind, **options)
    return written.getvalue()


def take(content: bytes, name: str = "a.png") -> Pillow.Image:
    return Pillow.open(io.BytesIO(cleaned(io.BytesIO(content), name, len(content)).read()))


def stored(content: bytes, name: str = "a.png", words: str = "A bridge") -> Image:
    return Image.objects.create(title="A", file=ContentFile(content, name=name), alternative_text=words)


def huge_png(width: int, height: int) -> bytes:
    """A PNG of a few bytes that says it is huge."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(b"")) + chunk(b"IEND", b"")


@pytest.mark.parametrize(
    ("content", "name", "reason"),
    [
        (b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>", "a.svg", "This is no picture"),
        (b"<script>alert(1)</script>", "a.png", "This is no picture"),
        (b"", "a.png", "This is no picture"),
        (drawn("GIF"), "a.gif", "This is no picture"),
        (drawn("TIFF"), "a.png", "This is no picture"),
        (b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n", "a.png", "This is no picture"),
        (drawn()[:60], "a.png", "This is no picture"),
        (drawn("PNG"), "a.html", "The file is PNG inside: its name has to end in .png"),
        (drawn("JPEG"), "a.png", "The file is JPEG inside: its name has to end in .jpeg or .jpg"),
        (huge_png(5_000, 5_000), "a.png", "The picture has more than 24 million pixels"),
        (huge_png(100_000, 100_000), "a.png", "The picture has more than 24 million pixels"),
    ],
)
def test_files_that_are_not_taken_are_refused_with_a_reason(content, name, reason):
    with pytest.raises(NotAPicture, match=reason):
        take(content, name)


def test_a_file_that_is_too_large_is_not_even_opened():
    with pytest.raises(NotAPicture, match=r"The file has 12\.5 MB; at most 10 MB are taken"):
        cleaned(None, "a.png", LARGEST_BYTES + 2_500_000)


@pytest.mark.parametrize(
    ("kind", "name"), [("JPEG", "a.JPG"), ("PNG", "a.png"), ("WEBP", "a.webp"), ("AVIF", "a.avif")]
)
def test_what_is_kept_is_of_the_same_kind_and_size(kind, name):
    kept = take(drawn(kind), name)
    assert (kept.format, kept.size) == (kind, (1000, 500))


def test_location_orientation_and_anything_hidden_are_left_out():
    exif = Pillow.Exif()
    exif[ORIENTATION_TAG] = TURNED
    exif[PLACE_TAG] = {1: "N", 2: (1.0, 2.0, 3.0)}
    content = drawn("JPEG", exif=exif, comment=b"hidden") + b"<script>alert(1)</script>"
    kept = cleaned(io.BytesIO(content), "a.jpg", len(content)).read()
    assert b"<script>" not in kept
    assert b"hidden" not in kept
    picture = Pillow.open(io.BytesIO(kept))
    assert dict(picture.getexif()) == {}
    assert picture.size == (500, 1000)


def test_a_phone_s_picture_with_a_second_view_is_a_jpeg():
    other = Pillow.new("RGB", (1000, 500), "navy")
    kept = take(drawn("MPO", save_all=True, append_images=[other]), "a.jpg")
    assert (kept.format, kept.size) == ("JPEG", (1000, 500))


def test_a_stored_file_of_another_format_is_shown_as_it_is(db):
    image = stored(drawn("GIF"), "a.gif")
    assert (image.made_widths, image.made) == ([], [])


def test_what_can_be_seen_through_stays_so():
    assert take(drawn(mode="RGBA")).mode == "RGBA"
    assert take(drawn(mode="RGB")).mode == "RGB"


@pytest.mark.parametrize(
    ("width", "widths"), [(300, [300]), (480, [480]), (1000, [480, 960, 1000]), (2000, [480, 960, 1600])]
)
def test_pictures_are_made_in_the_widths_that_the_original_has(db, width, widths):
    image = stored(drawn(width=width, height=width // 2))
    assert (image.width, image.made_widths) == (width, widths)
    for made in image.made:
        for address, told in re.findall(r"/media/(\S+) (\d+)w", made.srcset):
            with default_storage.open(address) as file, Pillow.open(file) as picture:
                assert (f"image/{picture.format.lower()}", picture.size) == (
                    made.media_type,
                    (int(told), int(told) // 2),
                )


def test_a_new_file_makes_new_pictures_and_the_same_file_none(db, media):
    image = stored(drawn())
    first = image.made_from
    when = {path: path.stat().st_mtime_ns for path in media.rglob("made/*/*")}
    image.alternative_text = "Another bridge"
    image.save()
    assert {path: path.stat().st_mtime_ns for path in media.rglob("made/*/*")} == when
    image.file = ContentFile(drawn(width=300, height=100), name="b.png")
    image.save()
    assert (image.made_from == first, image.made_widths, image.width) == (False, [300], 300)


def test_readers_get_the_sizes_with_the_picture_that_leads_a_guide(db, client):
    image = stored(drawn())
    Article.objects.filter(slug="ml-careers-asia-2026").update(image=image)
    page = client.get(GUIDE).content.decode()
    [picture] = re.findall(r"<picture>.*?</picture>", page)
    assert re.findall(r'<source type="([^"]+)" srcset="([^"]+)" sizes="[^"]+">', picture) == [
        (made.media_type, made.srcset) for made in image.made
    ]
    assert f'<img src="{image.file.url}" width="1000" height="500" alt="A bridge">' in picture


def test_a_picture_in_the_text_comes_in_sizes_with_its_own_words(db, client):
    image = stored(drawn())
    text = f'![A <b>"bridge"</b> & more]({image.file.url} "At night")\n\n![Elsewhere](/media/other.png)'
    Article.objects.filter(slug="ml-careers-asia-2026").update(body=text)
    page = client.get(GUIDE).content.decode()
    [picture] = re.findall(r"<picture>.*?</picture>", page)
    assert picture.endswith(
        f'<img src="{image.file.url}" width="1000" height="500" '
        'alt="A &lt;b&gt;&quot;bridge&quot;&lt;/b&gt; &amp; more" title="At night" loading="lazy"></picture>'
    )
    assert '<img src="/media/other.png" alt="Elsewhere">' in page


def test_a_picture_whose_file_is_gone_is_shown_plainly(db, client):
    image = Image.objects.create(title="A", file="images/none.png", width=2, height=1, alternative_text="A bridge")
    Article.objects.filter(slug="ml-careers-asia-2026").update(image=image)
    page = client.get(GUIDE).content.decode()
    assert '<picture><img src="/media/images/none.png" width="2" height="1" alt="A bridge"></picture>' in page


def test_make_pictures_makes_them_again_and_names_missing_files(db):
    image = stored(drawn())
    Image.objects.filter(pk=image.pk).update(made_widths=[], made_from="")
    Image.objects.create(title="Gone", file="images/none.png", width=2, height=1, alternative_text="B")
    out, err = StringIO(), StringIO()
    call_command("make_pictures", stdout=out, stderr=err)
    image.refresh_from_db()
    assert image.made_widths == [480, 960, 1000]
    assert (out.getvalue(), err.getvalue()) == ("Pictures made again: 1.\n", "Gone: there is no file images/none.png\n")


def upload(client, content: bytes, name: str, **typed):
    file = SimpleUploadedFile(name, content)
    return client.post(ADD, {"title": "A", "alternative_text": "A bridge", "credit": "", "file": file} | typed)


def test_writer_uploads_a_picture_and_finds_its_markdown(db):
    writer = signed_in("Writers")
    assert upload(writer, drawn(), "bridge.png").status_code == 302
    image = Image.objects.get(title="A")
    assert (image.width, image.height, image.made_widths) == (1000, 500, [480, 960, 1000])
    assert f"![A bridge]({image.file.url})" in writer.get(page_of(image)).content.decode()
    data = filled_form(writer, page_of(image), title="B")
    data.pop("file", None)
    assert writer.post(page_of(image), data).status_code == 302
    assert Image.objects.get(pk=image.pk).file == image.file


def test_form_refuses_what_is_no_picture_and_a_picture_without_words(db):
    writer = signed_in("Writers")
    reason = "This is no picture that can be read: JPEG, PNG, WebP and AVIF are taken."
    assert errors_of(upload(writer, b"<svg/>", "a.svg")) == {"file": [reason]}
    assert list(errors_of(upload(writer, drawn(), "a.png", alternative_text=" "))) == ["alternative_text"]
    assert not Image.objects.exists()


def test_writer_does_not_change_a_picture_that_readers_see(db):
    image, writer = stored(drawn()), signed_in("Writers")
    guide = Article.objects.get(slug="ml-careers-asia-2026")
    assert writer.post(page_of(image), {"title": "B", "alternative_text": "C"}).status_code == 302
    for change in ({"image": image}, {"image": None, "body": f"![x]({image.file.url})"}):
        Article.objects.filter(pk=guide.pk).update(**change)
        assert writer.post(page_of(image), {"title": "D", "alternative_text": "E"}).status_code == 403
    assert signed_in("Editors").post(page_of(image), {"title": "F", "alternative_text": "G"}).status_code == 302
