"""Mail addresses as readers type them, each in one form, so that an address has one row whoever writes it how.

In: an address. Out: the same in lower case, its domain in ASCII. Raises ValidationError for what no mail should go to:
not an address, longer than 254 characters, quoted names, control characters, numbers instead of a domain.
"""

from __future__ import annotations

import unicodedata

from django.core.exceptions import ValidationError
from django.core.validators import EmailValidator

LONGEST = 254
NOT_AN_ADDRESS = "This is not a mail address that we can write to. One looks like name@example.org."
validate = EmailValidator(message=NOT_AN_ADDRESS, allowlist=[])


def normal(address: str) -> str:
    """The address as it is stored and looked up.

    >>> normal(" Ada@Example.ORG ")
    'ada@example.org'
    >>> normal("ada@bücher.example")
    'ada@xn--bcher-kva.example'
    """
    address = unicodedata.normalize("NFKC", address).strip().lower()
    name, _, domain = address.rpartition("@")
    try:
        address = f"{name}@{domain.encode('idna').decode('ascii')}"
    except UnicodeError as error:
        raise ValidationError(NOT_AN_ADDRESS) from error
    if len(address) > LONGEST or not address.isprintable() or '"' in name or domain.startswith("["):
        raise ValidationError(NOT_AN_ADDRESS)
    validate(address)
    return address
