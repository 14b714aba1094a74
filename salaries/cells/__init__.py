"""One cell (a place, a role, a level or any, a year): its address, what its sources say, and why they differ.

In: a query string. Out: what the page /estimate/ shows. Nothing here writes.
"""
