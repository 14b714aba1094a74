"""Static files as they are served in public: each style sheet one file with a hash in its name, and compressed.

`css/site.css` says in `@import`s what it is made of. Browsers follow these, which is enough on one's own machine; in
public a page should not wait for forty files. In: the files that `collectstatic` found. Out: the same, with style
sheets joined.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from posixpath import dirname, join
from typing import Any

from django.core.files.base import ContentFile
from whitenoise.storage import CompressedManifestStaticFilesStorage

JOINED = ("css/site.css", "css/embed.css")
IMPORT = re.compile(r'^@import "(?P<name>[^"]+)"(?: (?P<media>\w+))?;$', re.MULTILINE)

# As `collectstatic` hands them over: {name: (storage, name in that storage)}.
Paths = dict[str, tuple[Any, str]]


class JoinedStaticFilesStorage(CompressedManifestStaticFilesStorage):
    """Puts what `JOINED` style sheets import in the place of the imports."""

    def post_process(self, paths: Paths, dry_run: bool = False, **options: Any) -> Iterator[Any]:
        if not dry_run:
            for name in JOINED:
                joined = join_imports(paths, name)
                self.delete(name)
                paths[name] = (self, self.save(name, ContentFile(joined.encode())))
        yield from super().post_process(paths, dry_run, **options)


def join_imports(paths: Paths, name: str) -> str:
    """The text of a style sheet with its imports in place. Raises KeyError where it imports what is not there."""
    storage, path = paths[name]
    with storage.open(path) as file:
        text = file.read().decode()

    def imported(found: re.Match[str]) -> str:
        inner = join_imports(paths, join(dirname(name), found["name"]))
        return f"@media {found['media']} {{\n{inner}}}\n" if found["media"] else inner

    return IMPORT.sub(imported, text)
