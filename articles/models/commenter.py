"""Who comments: an address, known as its owner's once a link in a mail has been followed; and addresses that may not.

The address is shown to moderators only. A banned address is kept as a keyed hash, so that a ban outlives the erasing of
everything else that is known of a reader.
"""

from __future__ import annotations

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.crypto import salted_hmac

from articles.mail_addresses import normal


class Commenter(models.Model):
    email = models.EmailField("mail address", max_length=254, unique=True)
    confirmed = models.DateTimeField(null=True, blank=True, help_text="When its owner followed the link in a mail.")

    class Meta:
        ordering = ["email"]

    def __str__(self) -> str:
        return self.email

    @property
    def is_banned(self) -> bool:
        return BannedAddress.objects.holds(self.email)


def digest_of(email: str) -> str:
    """What is kept of a banned address. It cannot be found again without the site's SECRET_KEY."""
    return salted_hmac("articles.banned_address", normal(email), algorithm="sha256").hexdigest()


class BannedAddressQuerySet(models.QuerySet["BannedAddress"]):
    def holds(self, email: str) -> bool:
        try:
            return self.filter(digest=digest_of(email)).exists()
        except ValidationError:  # from an import; nobody can write from such an address
            return False

    def ban(self, email: str, *, by: object = None, why: str = "") -> BannedAddress:
        return self.get_or_create(digest=digest_of(email), defaults={"banned_by": by, "why": why})[0]


class BannedAddress(models.Model):
    """From here on what this address sends counts as spam at once."""

    digest = models.CharField("hash of the address", max_length=64, unique=True, editable=False)
    why = models.CharField(max_length=200, blank=True, help_text="For other moderators, without personal data.")
    banned = models.DateTimeField(auto_now_add=True)
    banned_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, editable=False, related_name="+"
    )

    objects = BannedAddressQuerySet.as_manager()

    class Meta:
        ordering = ["-banned"]
        verbose_name_plural = "banned addresses"

    def __str__(self) -> str:
        return f"address {self.digest[:8]}…"
