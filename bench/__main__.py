"""python -m bench: pages against a constant page, imports against bulk_create, in a temporary database.

Out: a table of medians and ratios. Measurements of a pair are interleaved, so that a machine that slows down halfway
slows down both.
"""

from __future__ import annotations

import io
import os
import tempfile
from pathlib import Path

import django


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        os.environ["DATABASE_URL"] = f"sqlite:///{folder}/bench.sqlite3"
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "guide_site.settings")
        django.setup()
        measure(Path(folder))


def measure(folder: Path) -> None:
    # Only now: models can be imported when Django is set up.
    from django.core.management import call_command

    from bench import imports, pages

    call_command("migrate", verbosity=0)
    call_command("load_sample", stdout=io.StringIO())
    print("Pages (median of interleaved requests through the whole middleware)")
    pages.measure()
    print("\nImport (one file, one transaction, estimates included)")
    imports.measure(folder)


if __name__ == "__main__":
    main()
