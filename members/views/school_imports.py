"""The staff pages for school files: upload, look at what will change, confirm, watch, and see what came of it."""

from __future__ import annotations

from typing import cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kernel import clock
from kernel.refusal import Refusal
from members.actions import school_uploads
from members.forms.school_imports import ConfirmForm, UploadForm
from members.models import SchoolImport
from members.permissions import HatRequest, with_role
from members.queries import school_imports as queries
from members.states import IMPORT_ROLES

may_import = with_role(*sorted(IMPORT_ROLES))


@may_import
@require_http_methods(["GET", "HEAD", "POST"])
def upload(request: HttpRequest) -> HttpResponse:
    """Hand in a school file, and see what became of earlier ones."""
    form = UploadForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        taken = school_uploads.take_in(**form.cleaned_data, by=cast(HatRequest, request).user, at=clock.now())
        return redirect("members:school_import", pk=taken.pk)
    values = {"form": form, "history": queries.history(), "crumbs": [("Schools", "/staff/schools/"), ("Import", "")]}
    return render(request, "members/school_imports.html", values)


@may_import
@require_safe
def school_import(request: HttpRequest, pk: int) -> HttpResponse:
    """One upload or load: how far it is, what it changes, and what is to be done."""
    return _page(request, get_object_or_404(SchoolImport.objects.select_related("asked_by", "confirmed_by"), pk=pk))


@may_import
@require_POST
def confirm(request: HttpRequest, pk: int) -> HttpResponse:
    """Say yes to what the file changes."""
    found = get_object_or_404(SchoolImport, pk=pk)
    form = ConfirmForm(request.POST)
    form.is_valid()
    try:
        school_uploads.confirm(pk, **form.cleaned_data, by=cast(HatRequest, request).user, at=clock.now())
    except Refusal as refusal:
        return _page(request, found, refusal)
    return redirect("members:school_import", pk=pk)


@may_import
@require_POST
def give_up(request: HttpRequest, pk: int) -> HttpResponse:
    """Leave the file unloaded."""
    found = get_object_or_404(SchoolImport, pk=pk)
    try:
        school_uploads.give_up(pk, by=cast(HatRequest, request).user, at=clock.now())
    except Refusal as refusal:
        return _page(request, found, refusal)
    messages.success(request, f"{found.file_name} was removed. Nothing was changed.")
    return redirect("members:school_imports")


@may_import
@require_POST
def ask_again(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask again for work that stopped in the middle."""
    found = get_object_or_404(SchoolImport, pk=pk)
    try:
        school_uploads.ask_again(pk, by=cast(HatRequest, request).user, at=clock.now())
    except Refusal as refusal:
        return _page(request, found, refusal)
    return redirect("members:school_import", pk=pk)


def _page(request: HttpRequest, found: SchoolImport, refusal: Refusal | None = None) -> HttpResponse:
    """The page of one import; a refusal is shown on it and answers 409."""
    found.refresh_from_db()
    values = {
        "page": queries.page_of(found, request.GET.get("kind", ""), request.GET.get("page")),
        "import": found,
        "has_stopped": found.is_working and clock.now() - found.touched_at > school_uploads.PATIENCE,
        "refusal": refusal,
        "crumbs": [("Schools", "/staff/schools/"), ("Import", "/staff/schools/import/"), (found.file_name, "")],
    }
    return render(request, "members/school_import.html", values, status=409 if refusal else 200)
