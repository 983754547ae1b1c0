"""Where one is signed in."""

from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from attain_web.access.screens import SIGNED_IN, screen
from attain_web.access.viewer import viewer_of
from attain_web.actions.entering.sessions import sessions_of, sign_out_everywhere


@screen(SIGNED_IN, title="Where you are signed in")
def sessions(request: HttpRequest) -> HttpResponse:
    """List one's sessions."""
    known = {"rows": sessions_of(viewer_of(request).user), "own_key": request.session.session_key}
    return render(request, "entrance/sessions.html", known)


@screen(SIGNED_IN, acts=True)
def end_sessions(request: HttpRequest) -> HttpResponse:
    """Sign out everywhere, here too."""
    sign_out_everywhere(acting_user=viewer_of(request).user)
    logout(request)
    return redirect("sign-in")
