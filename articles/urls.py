"""Addresses of the guides and of the comments on them."""

from django.urls import path

from articles import views
from articles.comments import views as comments

app_name = "articles"
urlpatterns = [
    path("", views.index, name="index"),
    path("preview/<str:token>/", views.preview, name="preview"),
    path("comments/confirm/<str:token>/", comments.confirm, name="comment-confirm"),
    path("comments/mute/<str:token>/", comments.mute, name="comment-mute"),
    path("<slug:slug>/", views.ArticleView.as_view(), name="detail"),
    path("<slug:slug>/comment/", comments.write, name="comment-write"),
    path("<slug:slug>/comments/", comments.every, name="comments"),
    path("<slug:slug>/comments/<int:key>/", comments.at, name="comment-at"),
]
