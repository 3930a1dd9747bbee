"""Mail that did not simply leave: somebody finds out what became of it, and says so here."""

from __future__ import annotations

from typing import cast

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from kernel import clock, outbox
from members.actions.mail import settle as settle_mail
from members.permissions import HatRequest, with_role
from members.states import Role

OFFICE = with_role(Role.ADMINISTRATOR)


@OFFICE
def mail(request: HttpRequest) -> HttpResponse:
    """Mails not known to be sent, and mails given up."""
    shown = {"unsure": list(outbox.unsure(clock.now())), "failed": list(outbox.failed())}
    return render(request, "members/mail.html", shown)


@OFFICE
@require_POST
def settle(request: HttpRequest, pk: int) -> HttpResponse:
    """It was sent; or send it afresh."""
    was_sent = request.POST.get("answer") == "sent"
    if not settle_mail(pk, was_sent=was_sent, by=cast(HatRequest, request).user, at=clock.now()):
        raise Http404
    messages.success(request, "Marked as sent." if was_sent else "We are sending it now.")
    return redirect("members:mail")
