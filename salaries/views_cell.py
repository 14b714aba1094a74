"""The page of one cell: what each source says, and why they differ."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from salaries.cells.address import CellForm
from salaries.cells.page import CellPage
from salaries.views import part


def estimate(request: HttpRequest) -> HttpResponse:
    """One estimate taken apart; without a role and a place, a form that asks for them."""
    form = CellForm(request.GET or None)
    context: dict[str, Any] = {"form": form}
    if form.is_valid():
        context["cell"] = CellPage(form.asked)
    return render(request, part(request, "salaries/estimate.html", "bands"), context)
