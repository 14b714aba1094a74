"""python -m bench [pages | imports | search] [--rows N]: pages against a constant page, imports against bare limits,
search against itself with fewer guides.

Without a section, all. Out: tables of medians and ratios. Measurements that are compared take turns, so that a machine
that slows down halfway slows down all of them. They are measured on SQLite in a temporary folder and, where
DATABASE_URL names a PostgreSQL database, in scratch databases next to it.
"""

from __future__ import annotations

import argparse
import os

from bench import imports, pages, search

SECTIONS = {"pages": pages, "imports": imports, "search": search}


def main() -> None:
    parser = argparse.ArgumentParser(
        prog="python -m bench", description="Measure how fast pages, imports and search are."
    )
    parser.add_argument("section", nargs="?", choices=SECTIONS, help="without it, all")
    parser.add_argument(
        "--rows", type=int, help="this many records (of search, guides) only, instead of the sizes of each section"
    )
    arguments = parser.parse_args()
    database_url = os.environ.get("DATABASE_URL", "")
    for section in [SECTIONS[arguments.section]] if arguments.section else SECTIONS.values():
        section.measure((arguments.rows,) if arguments.rows else section.SIZES, database_url)


if __name__ == "__main__":
    main()
