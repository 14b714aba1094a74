"""The form of a guide. It offers only what the person may do, and says at the field why the rest is refused.

In: a guide and `user`, who writes it (set by the admin). Out: the guide as typed, or every problem at its field.
"""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.utils import timezone

from articles.admin.meanwhile import Meanwhile, version_of
from articles.gate import problems_of
from articles.models import Article
from articles.models.workflow import OPEN, GuideStatus, Person, may_publish, why_not
from salaries.admin.history import HistoryForm

STATUS_HELP = {
    True: "Published: readers see it from the time below. Scheduled: it appears by itself at that time. "
    "Both need a guide without a figure, link or picture that fails.",
    False: "In review: an editor reads it, and publishes it or sends it back. You can edit it until then.",
}


class ArticleForm(HistoryForm):
    user: ClassVar[Person]
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)
    meanwhile: Meanwhile | None = None
    changed_by_both: list[str]

    class Meta:
        widgets = {"summary": forms.Textarea(attrs={"rows": 3, "class": "vLargeTextField"})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # The instance is an earlier version when one is restored: text comes back, the status stays what it is.
        self.stored = Article.objects.filter(pk=self.instance.pk).first()
        self.before = self.stored.status if self.stored else GuideStatus.DRAFT
        if self.stored:
            self.initial.update(status=self.before, published_at=self.stored.published_at)
        self.initial["version"] = version_of(self.stored)
        self._look_for_others()
        if "status" not in self.fields:
            return
        may = may_publish(self.user)
        offered = [choice for choice in GuideStatus.choices if not why_not(self.user, self.before, choice[0])]
        self.fields["status"].widget.choices = offered  # type: ignore[attr-defined]
        self.fields["status"].help_text = STATUS_HELP[may]
        self.fields["published_at"].disabled = not may

    def _look_for_others(self) -> None:
        """Whoever saved since this form was opened is heard first."""
        opened_at = self.data.get("version", "")
        if self.stored is None or not opened_at.isdecimal() or int(opened_at) == self.initial["version"]:
            return
        self.meanwhile = Meanwhile(self.stored, int(opened_at))
        data, self.changed_by_both = self.meanwhile.merged(self.data, self.fields)
        data["version"] = str(self.initial["version"])  # saving again keeps what is in the form then
        self.data = data

    def clean_body(self) -> str:
        return self.cleaned_data["body"].replace("\r\n", "\n")

    def clean_status(self) -> str:
        if reason := why_not(self.user, self.before, self.cleaned_data["status"]):
            raise forms.ValidationError(reason)
        if self.before not in OPEN and not may_publish(self.user):
            raise forms.ValidationError("Only an editor can change a guide that readers have seen.")
        return self.cleaned_data["status"]

    def clean(self) -> dict[str, Any] | None:
        data = super().clean() or self.cleaned_data
        if self.meanwhile:
            self.add_error(None, self.meanwhile.sentence)
            for name in self.changed_by_both:
                self.add_error(name, "You both changed this. Yours is here, theirs is shown above.")
        newly_published = data.get("status") == GuideStatus.PUBLISHED and self.before != GuideStatus.PUBLISHED
        if newly_published and not data.get("published_at") and "published_at" not in self.errors:
            data["published_at"] = timezone.now()
        for problem in problems_of(self._as_typed(data), before=self.before):
            if problem.field not in self.errors or problem.line:
                self.add_error(problem.field if problem.field in self.fields else None, str(problem))
        return data

    def _as_typed(self, data: dict[str, Any]) -> Article:
        names = {field.name for field in Article._meta.concrete_fields} & set(data)
        return Article(pk=self.instance.pk, **{name: data[name] for name in names if data[name] is not None})
