"""Pay as people write it, in any locale: text in, amounts, currency, period and qualifiers out.

Start with `pay`, which has the grammar. `numbers` reads one number, `amounts` numbers with multipliers and ranges,
`tokens` cuts a text into the words that `words` (and words.toml, the table to add a language to) knows. Errors:
`NotationError`, a sentence for whoever mends the file.
"""

from salaries.importers.notation.numbers import NotationError, parse_number
from salaries.importers.notation.pay import Notation, Pay, parse_pay
from salaries.importers.notation.words import LOCALES

__all__ = ["LOCALES", "Notation", "NotationError", "Pay", "parse_number", "parse_pay"]
