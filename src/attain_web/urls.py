"""Every address of the application, by audience."""

from django.urls import URLPattern, URLResolver, include, path

from attain_web.entrance import inviting, own_sessions
from attain_web.entrance import views as entrance
from attain_web.live import views as live
from attain_web.shell import again, jumping

handler403 = "attain_web.shell.failures.stale_form"
handler404 = "attain_web.shell.failures.not_found"
handler500 = "attain_web.shell.failures.failed"

urlpatterns: list[URLPattern | URLResolver] = [
    path("", entrance.start, name="start"),
    path("jump", jumping.jump, name="jump"),
    path("again", again.again, name="again"),
    path("again/drop", again.drop, name="drop-typed"),
    path("nothing", entrance.nothing, name="nothing"),
    path("alive", entrance.alive, name="alive"),
    path("events", live.events, name="events"),
    path("static/<path:name>", entrance.static_file, name="static"),
    path("sign-in", entrance.sign_in_page, name="sign-in"),
    path("sign-in/password", entrance.sign_in, name="sign-in-with-password"),
    path("sign-in/demo", entrance.one_click, name="one-click"),
    path("sign-out", entrance.sign_out, name="sign-out"),
    path("sessions", own_sessions.sessions, name="sessions"),
    path("sessions/end", own_sessions.end_sessions, name="end-sessions"),
    path("sign-in/forgotten", inviting.forgotten, name="forgotten"),
    path("sign-in/forgotten/send", inviting.send_forgotten, name="send-forgotten"),
    path("invitation/<str:token>", inviting.invitation, name="invitation"),
    path("invitation/<str:token>/accept", inviting.accept, name="accept-invitation"),
    path("", include("attain_web.outbox.urls")),
    path("pay/", include("attain_web.payee.urls")),
    path("team/", include("attain_web.manager.urls")),
    path("run/", include("attain_web.admin.urls")),
    path("run/jobs/", include("attain_web.jobs.urls")),
    path("finance/", include("attain_web.finance.urls")),
    path("sales/", include("attain_web.leader.urls")),
    path("api/v1/", include("attain_web.api.urls")),
]
