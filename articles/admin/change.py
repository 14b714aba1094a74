"""What changed in a guide, in the form of the guide."""

from django import forms
from django.contrib import admin
from django.db import models

from articles.models import ArticleChange


class ArticleChangeInline(admin.TabularInline):
    model = ArticleChange
    extra = 0
    verbose_name = "line"
    verbose_name_plural = "What changed, for readers"
    formfield_overrides = {models.TextField: {"widget": forms.Textarea(attrs={"rows": 2, "cols": 60})}}
