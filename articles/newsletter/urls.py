"""Addresses of the newsletter. Those with a token stand in mails."""

from django.urls import path

from articles.newsletter import hook, views

app_name = "newsletter"
urlpatterns = [
    path("", views.index, name="index"),
    path("subscribe/", views.subscribe, name="subscribe"),
    path("confirm/<str:token>/", views.confirm, name="confirm"),
    path("preferences/<str:token>/", views.preferences, name="preferences"),
    path("unsubscribe/<str:token>/", views.unsubscribe, name="unsubscribe"),
    path("issues/<int:pk>/", views.issue, name="issue"),
    path("events/", hook.events, name="events"),
]
