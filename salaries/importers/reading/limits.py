"""How much a file may ask for, and the error for a file that cannot be read.

In: nothing. Out: `Limits`, whose defaults fit any honest table and stop decompression bombs, and `UnreadableFile`.
"""

from __future__ import annotations

from dataclasses import dataclass

MEGABYTE = 1 << 20
GIGABYTE = 1 << 30


class UnreadableFile(ValueError):
    """The file as a whole cannot be read; the message is a sentence that names the file and says why."""


@dataclass(frozen=True, kw_only=True)
class Limits:
    """The bounds of what is read. Sizes are in bytes unless the name says otherwise."""

    # The file as it is stored, compressed or not.
    stored_bytes: int = 4 * GIGABYTE
    # What comes out of it: its text once expanded, or the rows of its JSON or workbook written as CSV.
    expanded_bytes: int = 4 * GIGABYTE
    # How many times larger than the stored file the expanded one may be, once it has passed `ratio_free_bytes`.
    ratio: int = 200
    ratio_free_bytes: int = 10 * MEGABYTE
    # Columns of a table; 16,384 is what a spreadsheet can hold.
    columns: int = 16_384
    # Characters of one cell. Never more than csv.field_size_limit(), which is 131,072 unless a program changes it.
    cell_characters: int = 131_072
    # One line of text, one row over several lines, one object of JSON: in characters, to within one block of reading.
    line_bytes: int = 4 * MEGABYTE
    # A workbook is read as a whole: its parts once expanded, its cells (empty ones between others included), and what
    # the process that reads it may take.
    workbook_expanded_bytes: int = 500 * MEGABYTE
    workbook_cells: int = 20_000_000
    workbook_memory_bytes: int = GIGABYTE
    workbook_seconds: int = 120
    # Entries in a zip file's directory.
    zip_entries: int = 10_000

    def expanded_at_most(self, stored: int, most: int | None = None) -> int:
        """How many bytes a stored file of this size may expand to.

        >>> Limits().expanded_at_most(1_000)
        10485760
        >>> Limits().expanded_at_most(1_000_000)
        200000000
        """
        return min(most or self.expanded_bytes, max(self.ratio_free_bytes, self.ratio * stored))


def in_words(size: int) -> str:
    """A number of bytes for people.

    >>> in_words(4 * GIGABYTE), in_words(500 * MEGABYTE), in_words(2_000)
    ('4 GB', '500 MB', '2,000 bytes')
    """
    for unit, name in ((GIGABYTE, "GB"), (MEGABYTE, "MB")):
        if size >= unit:
            return f"{size / unit:.0f} {name}"
    return f"{size:,} bytes"
