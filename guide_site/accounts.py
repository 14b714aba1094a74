"""Accounts of the people who work on the site: a superuser makes them, allauth signs them in.

In: users. Out: whether anyone may make an account (nobody may), and whether somebody has to set up a second factor
before the admin opens (`guide_site.admin`).
"""

from __future__ import annotations

from base64 import urlsafe_b64encode
from hashlib import sha256
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.utils import is_mfa_enabled
from cryptography.fernet import Fernet
from django.conf import settings
from django.http import HttpRequest

PURPOSE = "guide_site.accounts.SecondFactors"


class StaffAccounts(DefaultAccountAdapter):
    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False


class SecondFactors(DefaultMFAAdapter):
    """Secrets of authenticators are kept encrypted: whoever reads the database cannot make codes."""

    def encrypt(self, text: str) -> str:
        return _cipher().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return _cipher().decrypt(encrypted_text.encode()).decode()


def _cipher() -> Fernet:
    return Fernet(urlsafe_b64encode(sha256(f"{PURPOSE}{settings.SECRET_KEY}".encode()).digest()))


def lacks_second_factor(user: Any) -> bool:
    """Whether somebody has to set up a second factor before they may go on."""
    return bool(settings.REQUIRE_TWO_FACTOR) and user.is_staff and not is_mfa_enabled(user)
