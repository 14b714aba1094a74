"""Keeps a person's pay out of our logs: the query string of the check page is not written to them.

In: a log record of a request line. Out: the same without what stands after the question mark. A posted form never
gets into a log; a web server in front of the site needs the same rule (docs/deploying.md).
"""

from __future__ import annotations

import logging
import re

CHECK_QUERY = re.compile(r"(/check/?)\?\S*")


class WithoutPay(logging.Filter):
    """Lets every record through, with the query string of /check/ taken out.

    >>> WithoutPay.without_query("GET /check/?pay=95k&place=seoul HTTP/1.1")
    'GET /check/ HTTP/1.1'
    """

    @staticmethod
    def without_query(text: str) -> str:
        return CHECK_QUERY.sub(r"\1", text)

    def filter(self, record: logging.LogRecord) -> bool:
        if isinstance(record.args, tuple):
            record.args = tuple(self.without_query(one) if isinstance(one, str) else one for one in record.args)
        record.msg = self.without_query(record.msg) if isinstance(record.msg, str) else record.msg
        return True
