"""The newsletter: signing up, writing, sending, and what comes back.

`signup` and `links` lead in and out, `mail` makes a letter of an issue, `sending` brings it to each reader once (with
`journal` and `carrier`), `events` hears of mail that failed, `digest` drafts an issue.
"""
