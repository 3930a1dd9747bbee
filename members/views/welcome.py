"""Taking up an invitation."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from kernel import clock
from members.actions import people
from members.forms.people import WelcomeForm
from members.permissions import public


@public
@never_cache
@require_http_methods(["GET", "POST"])
def welcome(request: HttpRequest, key: str) -> HttpResponse:
    """Choose a password, by the link that came in the invitation; then sign in with it."""
    person = people.welcomed_by(key)
    if person is None:
        return render(request, "members/welcome_over.html", status=410)
    form = WelcomeForm(request.POST or None, person=person, initial={"name": person.name})
    if request.method == "POST" and form.is_valid():
        people.welcome(person, name=form.cleaned_data["name"], password=form.cleaned_data["password"], at=clock.now())
        messages.success(request, "Your password is saved. Sign in with it.")
        return redirect("account_login")
    return render(request, "members/welcome.html", {"form": form, "person": person})
