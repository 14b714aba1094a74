"""Search: one table of everything that can be found, in step with what it is about.

In: guides, places, roles, levels, skills and sources as they change; a reader's words. Out: results in an order that is
the same on every database, with the words marked. `words` and `snippets` are pure; `entries` says what is indexed,
`index` and `signals` write it, `engines` is all that differs between databases, `asking` answers. Records are not in
the table, for there may be a million of them: `record_keys` asks their own.
"""
