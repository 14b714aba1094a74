"""Addresses whose comments count as spam at once. They are kept as hashes: typed to be banned, and never read again."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest

from articles.mail_addresses import normal
from articles.models import BannedAddress
from articles.models.commenter import digest_of


class BanForm(forms.ModelForm):
    email = forms.CharField(
        label="Mail address", help_text="Only a hash of it is kept, which no page shows as an address again."
    )

    class Meta:
        model = BannedAddress
        fields = ["why"]

    def clean_email(self) -> str:
        email = normal(self.cleaned_data["email"])
        if BannedAddress.objects.holds(email):
            raise forms.ValidationError("This address is banned already.")
        self.instance.digest = digest_of(email)
        return email


@admin.register(BannedAddress)
class BannedAddressAdmin(admin.ModelAdmin):
    list_display = ["__str__", "banned", "banned_by", "why"]
    list_select_related = ["banned_by"]
    search_fields = ["why"]

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        return super().get_form(request, obj, change, **kwargs if change else kwargs | {"form": BanForm})

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return ["digest", "banned", "banned_by", "why"] if obj else ["email", "why"]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return ["digest", "banned", "banned_by"] if obj else []

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """A ban is made or lifted; there is nothing in it to change."""
        return False

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        obj.banned_by = request.user
        super().save_model(request, obj, form, change)
