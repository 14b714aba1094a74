"""{% cell_url place role year level %}: the address of the page that takes a figure apart."""

from django import template

from salaries.cells.address import cell_url

register = template.Library()
register.simple_tag(cell_url, name="cell_url")
