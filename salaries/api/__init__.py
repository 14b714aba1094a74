"""The API: read-only JSON over the same records, figures and filters as the pages.

In: requests below /api/. Out: lists with cursors, single things, one estimate with every step, and an OpenAPI
description. Errors: problem documents (RFC 9457). docs/api.md describes it for its users.
"""
