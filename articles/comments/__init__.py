"""Comments on guides: from the form to the page, and the mails on the way.

`forms` and `views` take them, `intake` puts them where they belong, `moderation` decides, `mail` tells people, `links`
are the signed addresses in mails, `text` makes HTML, `threads` what a page shows, `closing` when it is over, and
`personal` exports and erases what is known of one address.
"""
