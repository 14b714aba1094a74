from pathlib import Path
from shutil import copyfile

import pytest
from django.contrib.staticfiles import finders
from django.core.files.storage import FileSystemStorage

from guide_site.storage import IMPORT, JOINED, JoinedStaticFilesStorage

CSS = Path(finders.find("css/site.css")).parent
# Not of a page: the admin, a form in it, and what only the preview of a guide needs.
ELSEWHERE = {"admin.css", "import.css", "components/guide-preview.css"}


def imports_of(name):
    return [found["name"] for found in IMPORT.finditer((CSS / Path(name).name).read_text())]


@pytest.fixture(scope="module")
def collected(tmp_path_factory):
    """The folder of files as served in public, and names in it: made twice, as files are there the second time."""
    folder = tmp_path_factory.mktemp("static")
    found = FileSystemStorage(CSS.parent)
    storage = JoinedStaticFilesStorage(folder)
    for _ in range(2):
        paths = {
            str(file.relative_to(CSS.parent)): (found, str(file.relative_to(CSS.parent))) for file in CSS.rglob("*.css")
        }
        for name in paths:
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            copyfile(CSS.parent / name, folder / name)
        for *_, problem in storage.post_process(paths):
            assert not isinstance(problem, Exception)
    return {name: (folder / storage.stored_name(name)).read_text() for name in JOINED}


def test_every_style_sheet_is_in_one_that_pages_link_to():
    there = {str(file.relative_to(CSS)) for file in CSS.rglob("*.css")} - {"site.css", "embed.css"} - ELSEWHERE
    assert {*imports_of("site.css"), *imports_of("embed.css")} == there
    assert len(imports_of("site.css")) == len(set(imports_of("site.css")))


def test_a_collected_style_sheet_is_one_file(collected):
    for name in JOINED:
        assert not IMPORT.search(collected[name])
        for part in imports_of(name):
            assert (CSS / part).read_text() in collected[name]


def test_what_is_for_print_stays_so(collected):
    before, for_print = collected["css/site.css"].rsplit("@media print {\n", 1)
    assert for_print == (CSS / "print.css").read_text() + "}\n\n"
    assert "@page" not in before
