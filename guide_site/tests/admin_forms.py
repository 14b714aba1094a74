"""Staff, and the admin's forms as a browser would send them back.

In: a page of the admin. Out: the data of its form, with some of it changed.
"""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import Group, User
from django.forms import MultiWidget
from django.test import Client


def member_of(group: str) -> User:
    """A member of staff in one group."""
    user = User.objects.create_user(group.lower().rstrip("s"), is_staff=True)
    user.groups.add(Group.objects.get(name=group))
    return user


def signed_in(group: str) -> Client:
    """The browser of a member of staff; "Superusers" are in no group."""
    client = Client()
    client.force_login(User.objects.create_superuser("boss") if group == "Superusers" else member_of(group))
    return client


def filled_form(client: Client, address: str, **changes: Any) -> dict[str, Any]:
    """What the form at `address` would send if only `changes` were typed."""
    context = client.get(address).context
    rows = [form for inline in context.get("inline_admin_formsets") or [] for form in forms_in(inline.formset)]
    data: dict[str, Any] = {}
    for form in [context["adminform"].form, *rows]:
        for bound in form:
            data |= typed_in(bound)
    return data | changes


def forms_in(formset: Any) -> list[Any]:
    """The rows under a form, and the count of them that a browser sends along."""
    return [formset.management_form, *formset.forms]


def typed_in(bound: Any) -> dict[str, Any]:
    """What a browser sends for one field."""
    widget = getattr(bound.field.widget, "widget", bound.field.widget)
    value = bound.value()
    if isinstance(widget, MultiWidget):
        parts = enumerate(widget.decompress(value))
        return {f"{bound.html_name}_{number}": "" if part is None else str(part) for number, part in parts}
    if isinstance(value, list | tuple):
        return {bound.html_name: [getattr(item, "pk", item) for item in value]}
    return {} if value is None or value is False else {bound.html_name: value}


def errors_of(response) -> dict[str, list[str]]:
    """The errors of a form that was sent back."""
    assert response.status_code == 200, response.status_code
    return {name: list(errors) for name, errors in response.context["adminform"].form.errors.items()}
