"""Addresses of the guides."""

from django.urls import path

from articles import views

app_name = "articles"
urlpatterns = [
    path("", views.index, name="index"),
    path("preview/<str:token>/", views.preview, name="preview"),
    path("<slug:slug>/", views.ArticleView.as_view(), name="detail"),
]
