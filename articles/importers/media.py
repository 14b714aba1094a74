"""The pictures of a guide, beside its file: in `media/`, under the names that their addresses have.

In: a guide, or what its front matter says of its pictures. Out: the words of the front matter, the files, and rows of
`Image`. A picture that the site has already stays as it is; a new one is made anew from its pixels, as an upload is.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

from django.core.files.storage import default_storage
from django.db.models import Q
from pydantic import Field

from articles.importers.written import FrontMatter, Line
from articles.models import Article, Image
from articles.picture_tags import stored_name
from articles.pictures import NotAPicture, cleaned
from articles.references import references

FOLDER = "media"
NAME = r"^images/(?:\w[\w-]*/)*\w[\w.-]*$"


class PictureRow(FrontMatter):
    """`leads`: whether it stands above the text."""

    file: Annotated[Line, Field(pattern=NAME, max_length=100)]
    title: Line = Field(min_length=1, max_length=120)
    alternative_text: Line = Field(min_length=1, max_length=250)
    credit: Line = Field(default="", max_length=200)
    leads: bool = False


def pictures_of(article: Article) -> list[Image]:
    """The picture above the text, and those of the site that are in it; one query where there are some."""
    in_text = {name for one in references(article.body).pictures if (name := stored_name(one.target))}
    if not in_text and not article.image_id:
        return []
    return list(Image.objects.filter(Q(file__in=in_text) | Q(pk=article.image_id)).order_by("file"))


def stated(article: Article) -> list[dict[str, Any]]:
    """The pictures of a guide as front matter has them."""
    return [
        {
            "file": one.file.name,
            "title": one.title,
            "alternative_text": one.alternative_text,
            "credit": one.credit,
            "leads": one.pk == article.image_id,
        }
        for one in pictures_of(article)
    ]


def write_files(article: Article, folder: Path) -> None:
    """Copy the pictures of a guide beside its file; what is there already is not touched. Raises OSError."""
    for one in pictures_of(article):
        path = folder / FOLDER / one.file.name
        with default_storage.open(one.file.name) as stored:
            content = stored.read()
        if not path.is_file() or path.read_bytes() != content:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)


def why_missing(row: PictureRow, folder: Path) -> str:
    """Why a picture can come neither from the site nor from the folder; empty if it can."""
    if Image.objects.filter(file=row.file).exists():
        return ""
    path = folder / FOLDER / row.file
    if not path.is_file():
        return f"no picture {row.file}: the site does not have it, and there is no {FOLDER}/{row.file} beside the file"
    try:
        with path.open("rb") as file:
            cleaned(file, path.name, path.stat().st_size)
    except NotAPicture as error:
        return f"no picture {row.file}: {error}"
    return ""


def take(row: PictureRow, folder: Path) -> Image | None:
    """The picture, made from the folder if the site does not have it; None where `why_missing` says why."""
    if found := Image.objects.filter(file=row.file).first():
        return found
    if why_missing(row, folder):
        return None
    path = folder / FOLDER / row.file
    with path.open("rb") as file:
        content = cleaned(file, path.name, path.stat().st_size)
    # A file without a row, left by a guide that was deleted, makes room: the address in the text has to lead here.
    default_storage.delete(row.file)
    name = default_storage.save(row.file, content)
    return Image.objects.create(file=name, **row.model_dump(include={"title", "alternative_text", "credit"}))
