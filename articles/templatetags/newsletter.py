"""A sign-up form for pages that have none of their own."""

from django import template

from articles.newsletter.forms import SignUpForm

register = template.Library()


@register.simple_tag
def sign_up_form() -> SignUpForm:
    """An empty one, made now."""
    return SignUpForm()
