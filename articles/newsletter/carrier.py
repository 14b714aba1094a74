"""Brings one mail to the mail server, and marks how far it came.

In: a message, and what to call just before its last bytes leave. Out: None when the server has taken it;
or `Refused`, for now or for good; or `Stop`, where no mail would be taken. Over SMTP the moment that decides is the dot
after the mail: before it nothing is delivered, after it nothing can be called back. Other backends hand over in one
step.
"""

from __future__ import annotations

import re
import smtplib
import socket
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.smtp import EmailBackend

SMTP = "django.core.mail.backends.smtp.EmailBackend"
# Enhanced status codes (RFC 3463) that say of an address that there is no such one. A bare 550 may mean anything.
NO_SUCH_ADDRESS = re.compile(rb"5\.1\.(1|2|3|6|10)\b")
CLOSING = 421
# A server may look long at a mail before it takes it (RFC 5321); who gave up would not know what became of it.
PATIENCE_SECONDS = 300
Step = Callable[[], None]


class Refused(Exception):
    """The server does not take this mail."""

    def __init__(self, code: int, reason: bytes | str, *, recipient: bool = False) -> None:
        words = reason.decode(errors="replace") if isinstance(reason, bytes) else reason
        self.reason = f"{code} {words}"[:300].replace("\0", "")
        self.for_now = 400 <= code < 500
        said = reason if isinstance(reason, bytes) else reason.encode()
        self.no_such_address = recipient and NO_SUCH_ADDRESS.match(said) is not None
        super().__init__(self.reason)


class Stop(Exception):
    """Nothing can be sent at present; says why."""


class LastDot:
    """An SMTP client that says when it ends a mail. Mixed into those of the standard library."""

    before: Step = staticmethod(lambda: None)

    def data(self: Any, msg: bytes) -> tuple[int, bytes]:
        self.putcmd("data")
        code, reply = self.getreply()
        if code != 354:
            raise smtplib.SMTPDataError(code, reply)
        text = re.sub(rb"(?m)^\.", b"..", msg)
        self.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)  # else the dot waits for an answer to the text
        self.send(text if text.endswith(b"\r\n") else text + b"\r\n")
        self.before()
        self.sock.sendall(b".\r\n")
        return self.getreply()


class Client(LastDot, smtplib.SMTP):  # type: ignore[misc]
    pass


class ClientOverTLS(LastDot, smtplib.SMTP_SSL):  # type: ignore[misc]
    pass


class SMTPBackend(EmailBackend):
    @property
    def connection_class(self) -> Any:
        return ClientOverTLS if self.use_ssl else Client


class Carrier:
    """One connection, kept for many mails and made again when the server has closed it."""

    def __init__(self) -> None:
        self.is_smtp = settings.EMAIL_BACKEND == SMTP
        self.connection: Any = SMTPBackend(timeout=PATIENCE_SECONDS) if self.is_smtp else get_connection()

    def carry(self, message: EmailMessage, before: Step) -> None:
        """Raises Refused, Stop, or OSError where the connection was lost on the way."""
        try:
            self._open()
            if self.is_smtp:
                self.connection.connection.before = before
                self.connection.send_messages([message])
            else:
                self._otherwise(message, before)
        except smtplib.SMTPRecipientsRefused as error:
            code, reason = next(iter(error.recipients.values()))
            if code == CLOSING:
                raise OSError(f"{code} {reason!r}") from error
            raise Refused(code, reason, recipient=True) from error
        except smtplib.SMTPSenderRefused as error:
            if error.smtp_code < 500:  # so many mails over one connection, say
                raise OSError(str(error)) from error
            raise Stop(f"The mail server does not take mail from us: {error}") from error
        except smtplib.SMTPDataError as error:
            raise Refused(error.smtp_code, error.smtp_error) from error
        except (ValueError, UnicodeError) as error:
            raise Refused(553, f"no mail can be made for this address: {error}") from error

    def _otherwise(self, message: EmailMessage, before: Step) -> None:
        """Backends that are not SMTP have errors of their own, which do not say whether the mail has left."""
        before()
        try:
            self.connection.send_messages([message])
        except Exception as error:
            raise Stop(f"The mail could not be handed over: {error}") from error

    def _open(self) -> None:
        try:
            self.connection.open()
        except OSError as error:
            raise Stop(f"The mail server cannot be reached: {error}") from error

    def close(self) -> None:
        try:
            self.connection.close()
        except (OSError, smtplib.SMTPException):
            self.connection.connection = None
