"""Every address of the application, by audience."""

from django.urls import URLPattern, URLResolver, include, path

from attain_web.entrance import inviting, own_account, own_factors, own_sessions, provider, second
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
    path("sign-in/second", second.second_factor, name="second-factor"),
    path("sign-in/second/code", second.show_code, name="show-code"),
    path("sign-in/second/passkey", second.show_passkey, name="show-passkey"),
    path("sign-in/with/<str:provider_id>", provider.begin, name="openid_connect_login"),
    path("sign-in/with/<str:provider_id>/back", provider.come_back, name="openid_connect_callback"),
    path("account", own_account.own_account, name="own-account"),
    path("account/password", own_account.change_own_password, name="change-own-password"),
    path("account/address", own_account.change_own_address, name="change-own-address"),
    path("account/address/<str:token>", own_account.own_address, name="own-address"),
    path("account/tokens", own_account.change_own_tokens, name="change-own-tokens"),
    path("account/totp", own_factors.own_totp, name="own-totp"),
    path("account/totp/add", own_factors.add_own_totp, name="add-totp"),
    path("account/passkey", own_factors.own_passkey, name="own-passkey"),
    path("account/passkey/add", own_factors.add_own_passkey, name="add-passkey"),
    path("account/factors/remove", own_factors.remove_own_factor, name="remove-factor"),
    path("account/codes", own_factors.renew_own_codes, name="renew-codes"),
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
