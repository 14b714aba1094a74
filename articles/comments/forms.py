"""The form of a comment. Nothing that was typed is changed, but for spaces around name and address.

In: what a reader typed, and the guide. Out: name, address in its one form, text as typed, the comment that it answers.
"""

from __future__ import annotations

import unicodedata
from typing import Any

from django import forms
from django.utils.safestring import SafeString

from articles.comments.text import MOST_CHARACTERS, to_html
from articles.mail_addresses import LONGEST, normal
from articles.models import Article, Comment
from articles.models.comment import LONGEST_NAME
from guide_site.public_forms import PublicForm


class CommentForm(PublicForm):
    name = forms.CharField(
        max_length=LONGEST_NAME,
        help_text="Shown with your comment. It need not be your full name.",
        error_messages={"required": "Give a name."},
        widget=forms.TextInput(attrs={"autocomplete": "nickname"}),
    )
    email = forms.CharField(
        label="Email",
        max_length=LONGEST,
        help_text="Your email is never published. It is asked once to confirm that it is yours.",
        error_messages={"required": "Give your email."},
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    text = forms.CharField(
        label="Comment",
        strip=False,
        help_text="*emphasis*, **strong**, `code`, > quote, - list, [a link](https://…)",
        error_messages={"required": "Write a comment."},
        widget=forms.Textarea(attrs={"rows": 7, "dir": "auto", "maxlength": MOST_CHARACTERS}),
    )
    wants_replies = forms.BooleanField(label="Write to me when somebody replies", required=False, initial=True)
    to = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, article: Article, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.article = article
        asked = str(self.data.get("to", "") if self.is_bound else self.initial.get("to", ""))
        self.answered = self._approved(asked)
        # Several may be open on a page: each has ids of its own.
        self.auto_id = f"comment{self.answered.pk if self.answered else ''}_%s"
        self.answered_is_gone = bool(asked) and self.answered is None

    def _approved(self, key: str) -> Comment | None:
        """The comment to reply to, if readers see it; whatever else stands in the address counts for nothing."""
        if not (key.isascii() and key.isdecimal() and len(key) < 19):
            return None
        return self.article.comments.approved().select_related("thread").filter(pk=int(key)).first()

    @property
    def answered_html(self) -> SafeString:
        return to_html(self.answered.text) if self.answered else SafeString()

    def clean_name(self) -> str:
        name = self.cleaned_data["name"]
        if any(unicodedata.category(character) in {"Cc", "Zl", "Zp"} for character in name):
            raise forms.ValidationError("A name stands in one line.")
        if not any(character.isalnum() for character in name):
            raise forms.ValidationError("A name has at least one letter or digit.")
        return name

    def clean_email(self) -> str:
        return normal(self.cleaned_data["email"])

    def clean_text(self) -> str:
        # Browsers send each line end as two characters, whatever was typed.
        text = self.cleaned_data["text"].replace("\r\n", "\n")
        if not text.strip():
            raise forms.ValidationError("Write a comment.")
        if len(text) > MOST_CHARACTERS:
            raise forms.ValidationError(
                f"A comment has at most {MOST_CHARACTERS:,} characters; this has {len(text):,}."
            )
        return text

    def clean_to(self) -> Comment | None:
        return self.answered
