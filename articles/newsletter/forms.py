"""What readers fill in: their address, and what they want to hear of."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import Q

from articles.mail_addresses import LONGEST, normal
from articles.models import Article, Subscriber, Topic
from guide_site.public_forms import PublicForm
from salaries.models import Place


class SignUpForm(PublicForm):
    # Not an EmailField: `normal` is the one judge of addresses, and takes domains in other scripts too.
    email = forms.CharField(
        label="Mail address",
        max_length=LONGEST,
        error_messages={"required": "Type the address that the letter should go to."},
        widget=forms.EmailInput(attrs={"autocomplete": "email", "maxlength": LONGEST}),
    )

    def clean_email(self) -> str:
        return normal(self.cleaned_data["email"])


class PreferencesForm(forms.ModelForm):
    class Meta:
        model = Subscriber
        fields = ["frequency", "topics", "places"]
        labels = {"frequency": "How often"}
        widgets = {
            "frequency": forms.RadioSelect,
            "topics": forms.CheckboxSelectMultiple,
            "places": forms.CheckboxSelectMultiple,
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        own = self.instance
        public = Article.objects.published()
        offers = {
            "topics": Topic.objects.filter(Q(articles__in=public) | Q(subscribers=own)),
            "places": Place.objects.exclude(kind=Place.Kind.REGION).filter(Q(guides__in=public) | Q(subscribers=own)),
        }
        for name, offer in offers.items():
            field = self.fields[name]
            field.queryset = offer.distinct().order_by("name")  # type: ignore[attr-defined]
            field.help_text = "Choose none to hear of all."
