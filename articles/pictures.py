"""Uploaded pictures: only real ones, made anew from their pixels, and made ahead in the sizes that readers need.

In: a file from anybody. Out: a clean file of the same format, upright, in sRGB, without location, camera data or
anything hidden in it; or `NotAPicture` with a sentence. From a stored picture: AVIF and WebP in several widths.
"""

from __future__ import annotations

import io
from pathlib import PurePosixPath
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from PIL import Image as Pillow
from PIL import ImageCms, ImageOps

# The formats that are taken, and the endings that their files may have.
FORMATS = {"JPEG": {".jpg", ".jpeg"}, "PNG": {".png"}, "WEBP": {".webp"}, "AVIF": {".avif"}}
LARGEST_BYTES = 10_000_000
MOST_PIXELS = 24_000_000
TOO_MANY_PIXELS = "The picture has more than 24 million pixels: make it smaller first."
# How each is written again; what is lost is less than an eye sees.
WRITTEN: dict[str, dict[str, Any]] = {
    "JPEG": {"quality": 92, "optimize": True},
    "PNG": {"optimize": True},
    "WEBP": {"quality": 92, "method": 4},
    "AVIF": {"quality": 85},
}

FOLDER = "images/made"
WIDTHS = (480, 960, 1600)
MADE: dict[str, dict[str, Any]] = {"avif": {"quality": 55, "speed": 7}, "webp": {"quality": 78, "method": 4}}


class NotAPicture(ValueError):
    """A file that is no picture, or none that the site takes."""


def cleaned(file: Any, name: str, size: int) -> ContentFile:
    """The picture in an uploaded file, written anew. Raises NotAPicture."""
    if size > LARGEST_BYTES:
        raise NotAPicture(f"The file has {size / 1e6:.1f} MB; at most {LARGEST_BYTES / 1e6:.0f} MB are taken.")
    try:
        picture = Pillow.open(file, formats=list(FORMATS))
        kind = "JPEG" if picture.format == "MPO" else str(picture.format)  # phones keep a second view in a JPEG
        refuse_odd(picture, kind, name)
        written = io.BytesIO()
        upright(picture).save(written, kind, **WRITTEN[kind])
    except Pillow.DecompressionBombError as error:
        raise NotAPicture(TOO_MANY_PIXELS) from error
    except NotAPicture:
        raise
    except Exception as error:  # a damaged file makes each decoder fail in a way of its own
        raise NotAPicture("This is no picture that can be read: JPEG, PNG, WebP and AVIF are taken.") from error
    return ContentFile(written.getvalue(), name=PurePosixPath(name).name)


def refuse_odd(picture: Pillow.Image, kind: str, name: str) -> None:
    """Before any pixel is decoded: too many of them, or a name that says something else than the file is."""
    if picture.width * picture.height > MOST_PIXELS:
        raise NotAPicture(TOO_MANY_PIXELS)
    if PurePosixPath(name).suffix.lower() not in FORMATS[kind]:
        endings = " or ".join(sorted(FORMATS[kind]))
        raise NotAPicture(f"The file is {kind} inside: its name has to end in {endings}.")


def upright(picture: Pillow.Image) -> Pillow.Image:
    """Turned as its camera meant, in sRGB, without what else the file said."""
    turned = ImageOps.exif_transpose(picture)
    mode = "RGBA" if turned.has_transparency_data else "RGB"
    if profile := picture.info.get("icc_profile"):
        turned = in_srgb(turned, profile)
    bare = Pillow.new(mode, turned.size)
    bare.paste(turned.convert(mode))
    return bare


def in_srgb(picture: Pillow.Image, profile: bytes) -> Pillow.Image:
    if picture.mode not in {"RGB", "RGBA"}:
        return picture
    try:
        own = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        return ImageCms.profileToProfile(picture, own, ImageCms.createProfile("sRGB")) or picture
    except (ImageCms.PyCMSError, OSError):
        return picture


def name_of(original: str, width: int, kind: str) -> str:
    """Where a made picture is stored."""
    path = PurePosixPath(original)
    return f"{FOLDER}/{path.parent.name}/{path.stem}{path.suffix.replace('.', '-')}-{width}.{kind}"


def make_ahead(original: str) -> list[int]:
    """Write a stored picture in every kind and width that it is large enough for. Returns the widths.

    None for a file that cannot be read, such as one of a format that was taken once: it is shown as it is.
    """
    try:
        with default_storage.open(original) as file, Pillow.open(file, formats=list(FORMATS)) as picture:
            full = upright(picture)
    except (OSError, Pillow.DecompressionBombError):
        return []
    widths = sorted({min(width, full.width) for width in WIDTHS})
    for width in widths:
        height = max(round(full.height * width / full.width), 1)
        small = full if width == full.width else full.resize((width, height), Pillow.Resampling.LANCZOS)
        for kind, settings in MADE.items():
            written = io.BytesIO()
            small.save(written, kind.upper(), **settings)
            name = name_of(original, width, kind)
            default_storage.delete(name)
            default_storage.save(name, ContentFile(written.getvalue()))
    return widths
