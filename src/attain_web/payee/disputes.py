"""A payee's disputes: what they questioned, what was answered, and what they add."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from attain_web.access.screens import screen
from attain_web.access.viewer import viewer_of
from attain_web.actions.closing.disputing import dispute_thing, end_dispute, say_in_dispute, thread_of
from attain_web.shell.sending import Problem, done_once
from attain_web.store.models import Dispute


@screen("payee", title="My disputes")
def disputes(request: HttpRequest) -> HttpResponse:
    """List a payee's own disputes with their threads."""
    return _shown(request)


@screen("payee", acts=True)
def add(request: HttpRequest, dispute_id: str) -> HttpResponse:
    """Add to the thread of one's own dispute, or withdraw it."""
    user = viewer_of(request).user
    if not Dispute.objects.filter(dispute_id=dispute_id, payee_id__in=viewer_of(request).payees).exists():
        raise Http404("there is no such dispute")

    def do() -> str:
        text = request.POST.get("text", "")
        if request.POST.get("step") == "withdraw":
            end_dispute(dispute_id, "withdraw", acting_user=user, reason=text)
            return f"Dispute {dispute_id} is withdrawn"
        say_in_dispute(dispute_id, text, acting_user=user)
        return f"What you wrote was added to {dispute_id}"

    problem = done_once(request, do)
    return _shown(request, problem=problem, typed=dispute_id) if problem else redirect("payee:disputes")


def _shown(request: HttpRequest, *, problem: Problem | None = None, typed: str = "") -> HttpResponse:
    mine = Dispute.objects.filter(payee_id__in=viewer_of(request).payees).order_by("-at")
    rows = [(one, dispute_thing(one.dispute_id).state, thread_of(one.dispute_id)) for one in mine]
    known = {"rows": rows, "problem": problem, "typed_in": typed, "text": request.POST.get("text", "")}
    return render(request, "payee/disputes.html", known, status=409 if problem else 200)
