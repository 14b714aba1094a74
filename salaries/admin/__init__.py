"""The admin of the records, one module for each subject.

`PublishedVersion` is not registered: it is one row that counts changes, and there is nothing in it to edit.
"""

from salaries.admin import estimate, fact, level, place, rate, record, role, run, source

__all__ = ["estimate", "fact", "level", "place", "rate", "record", "role", "run", "source"]
