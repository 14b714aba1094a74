"""The claims ledger: what a guide says in figures, judged against the records.

In: the text of a guide and the records as they are. Out: a `Claim` for each figure, with a verdict.

`values` and `expressions` are arithmetic, `wording` reads the author's words, `quantities` looks names up, `checks`
brings the three together for `{check}`; `prose` finds figures and plain numbers in a text, `watching` says on what a
claim depends, and `ledger` writes and judges the rows. The first three know no database.
"""
