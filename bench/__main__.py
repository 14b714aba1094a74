"""python -m bench [pages | imports] [--rows N]: pages against a constant page, imports against bare limits.

Without a section, both. Out: tables of medians and ratios. Measurements that are compared take turns, so that a machine
that slows down halfway slows down all of them. Pages are measured on SQLite in a temporary database; imports there and,
where DATABASE_URL names a PostgreSQL database, in scratch databases next to it.
"""

from __future__ import annotations

import argparse
import io
import os
import tempfile

import django


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench", description="Measure how fast pages and imports are.")
    parser.add_argument("section", nargs="?", choices=["pages", "imports"], help="without it, both")
    parser.add_argument("--rows", type=int, help="import this many rows (150,000 and then 1,000,000)")
    arguments = parser.parse_args()
    database_url = os.environ.get("DATABASE_URL", "")
    if arguments.section != "imports":
        measure_pages()
    if arguments.section != "pages":
        from bench import imports

        imports.measure((arguments.rows,) if arguments.rows else imports.SIZES, database_url)


def measure_pages() -> None:
    """The pages section, in this process and a temporary database."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ["DATABASE_URL"] = f"sqlite:///{folder}/bench.sqlite3"
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "guide_site.settings")
        django.setup()
        # Only now: models can be imported when Django is set up.
        from django.core.management import call_command

        from bench import pages

        call_command("migrate", verbosity=0)
        call_command("load_sample", stdout=io.StringIO())
        print("Pages (median of interleaved requests through the whole middleware)", flush=True)
        pages.measure()


if __name__ == "__main__":
    main()
