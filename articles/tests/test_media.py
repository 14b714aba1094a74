"""Pictures that go out and come in with their guides, and what the import says of those that do not."""

from shutil import rmtree

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from articles import front_matter
from articles.exporting import fields_of
from articles.importers import ArticleImporter
from articles.models import Article, Image
from articles.tests.test_exporting import PUBLISHED, counts, export, guide
from articles.tests.test_pictures import drawn

PICTURE = "images/2026/bridge.png"


@pytest.fixture
def with_pictures(db, settings, tmp_path) -> Article:
    """A guide with one picture above its text and another in it."""
    settings.MEDIA_ROOT = tmp_path / "site"
    names = [
        default_storage.save(f"images/2026/{name}.png", ContentFile(drawn(width=40))) for name in ("top", "bridge")
    ]
    top, _ = (
        Image.objects.create(title=name, file=name, alternative_text="A bridge", credit="CC0 1.0") for name in names
    )
    return guide(image=top, body=f"See ![A bridge](/media/{PICTURE}).", status="published", published_at=PUBLISHED)


def without_media(tmp_path) -> None:
    Article.objects.all().delete()
    Image.objects.all().delete()
    rmtree(tmp_path / "site")


def test_pictures_go_with_a_guide_and_come_back_at_their_addresses(with_pictures, client, tmp_path):
    export(tmp_path / "out", "--guide", "a")
    said = fields_of(with_pictures)["pictures"]
    assert said[0] == {
        "file": PICTURE, "title": PICTURE, "alternative_text": "A bridge", "credit": "CC0 1.0", "leads": False
    }  # fmt: skip
    without_media(tmp_path)
    result = ArticleImporter().run([tmp_path / "out"])
    assert (result.created_count, result.notes) == (1, [])
    again = Article.objects.get(slug="a")
    assert fields_of(again)["pictures"] == said
    assert again.image.file.name == "images/2026/top.png"
    assert f"/media/{PICTURE}" in client.get(again.get_absolute_url()).text
    assert default_storage.exists(PICTURE)
    assert counts(tmp_path / "out") == (0, 0, 1, 0)


def test_a_guide_whose_pictures_are_nowhere_is_taken_and_says_so(with_pictures, tmp_path):
    export(tmp_path / "out", "--guide", "a")
    rmtree(tmp_path / "out" / "media")
    assert counts(tmp_path / "out") == (0, 0, 1, 0)
    without_media(tmp_path)
    result = ArticleImporter().run([tmp_path / "out"])
    nowhere = "the site does not have it, and there is no media/images/2026/{0}.png beside the file"
    assert result.notes == [
        *(f"taken with no picture images/2026/{name}.png: {nowhere.format(name)}" for name in ("bridge", "top"))
    ]
    assert Article.objects.get(slug="a").image is None


@pytest.mark.parametrize(
    "name", ["../secret.png", "/etc/x.png", "images/../x.png", "images/a/../../x.png", "other/x.png"]
)
def test_a_picture_has_no_name_outside_its_folder(db, tmp_path, name):
    fields = {
        "title": "A",
        "summary": "B",
        "author": "C",
        "pictures": [{"file": name, "title": "x", "alternative_text": "x"}],
    }
    (tmp_path / "a.md").write_text(front_matter.join(fields, "Text."))
    assert counts(tmp_path) == (0, 0, 0, 1)


def test_a_picture_that_is_none_is_left_out(db, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "site"
    file = tmp_path / "media" / PICTURE
    file.parent.mkdir(parents=True)
    file.write_text("<svg onload=alert(1)>")
    fields = {"title": "A", "summary": "B", "author": "C"}
    fields |= {"pictures": [{"file": PICTURE, "title": "x", "alternative_text": "x", "leads": True}]}
    (tmp_path / "a.md").write_text(front_matter.join(fields, "Text."))
    result = ArticleImporter().run([tmp_path / "a.md"])
    assert (result.created_count, Image.objects.count()) == (1, 0)
    assert result.notes == [
        f"taken with no picture {PICTURE}: This is no picture that can be read: JPEG, PNG, WebP and AVIF are taken."
    ]


def test_dead_links_of_a_public_guide_are_named_by_line_and_those_to_files_of_the_same_run_live(db, tmp_path):
    front = {"title": "A", "summary": "B", "author": "C", "status": "published", "published": PUBLISHED}
    (tmp_path / "a.md").write_text(front_matter.join(front, "[b](/articles/b/)\n\n[c](/articles/c/) ![](/media/x.png)"))
    (tmp_path / "b.md").write_text(front_matter.join(front, "[a](/articles/a/#x)"))
    result = ArticleImporter().run([tmp_path])
    assert (result.created_count, result.notes) == (
        2,
        [
            "taken with what an editor has to mend, a.md, line 3: link to /articles/c/: nothing public has this "
            "address",
            "taken with what an editor has to mend, a.md, line 3: picture /media/x.png: needs words for readers who do "
            "not see it",
            "taken with what an editor has to mend, a.md, line 3: picture /media/x.png: there is no such file",
        ],
    )
