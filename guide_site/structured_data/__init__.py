"""What pages say to machines: schema.org things as JSON-LD.

In: what the page of a view shows. Out: dictionaries, one for each thing; every number in them stands on the page.
`pages` knows which page has which things; the other modules make them, `graph` writes them.
"""
