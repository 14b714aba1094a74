"""Reads any file found in the wild into numbered rows of text: CSV, TSV, JSON, XLSX, plain, gzip or zip.

In: a path, standard input or an upload. Out: a `Table`. Raises `UnreadableFile`, whose message is a sentence for
people. Pure: it knows neither the database nor what the columns mean.

    with open_table(path, expected=["city", "pay"]) as table:
        for number, cells in table.rows():
            ...

How it works: `stored` brings the bytes to disk, `archives` unpacks them while they are read, `sources` tells the format
(`kinds`, `documents` for JSON, `workbook` for XLSX), `encodings` the encoding, `dialect` the delimiter, `header` the
header row; `lines` makes rows of it all, and `table` numbers them. `formulas` is for what is written for spreadsheets.
"""

from .limits import Limits, UnreadableFile
from .table import Table, open_table

__all__ = ["Limits", "Table", "UnreadableFile", "open_table"]
