"""Notices by e-mail, and the leader's dashboard on the day of the week that somebody chose."""

import logging
from datetime import UTC, date, datetime, timedelta
from smtplib import SMTPException

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction

from attain.reports.dashboard import dashboard_page
from attain_web.access.selling import in_period, seen_by
from attain_web.accounts.models import Letter
from attain_web.actions.acting import ENGINE
from attain_web.actions.people import roles_of
from attain_web.figures.pipelines import pipeline_of
from attain_web.outbox.models import Notice, Wish

LOG = logging.getLogger("attain.outbox")
MOST_AT_ONCE = 50
LETTERS_WAIT = timedelta(days=1)  # what a letter holds is good for no longer
SEES_DASHBOARD = frozenset({"leader", "manager", "admin", "finance"})


def mail_notices() -> int:
    """Send the notices that wait to be sent by e-mail, and return how many went; one that does not go waits."""
    count = 0
    while count < MOST_AT_ONCE:
        with transaction.atomic(using=ENGINE):
            waiting = Notice.objects.using(ENGINE).filter(wants_mail=True, mailed_at=None).order_by("id")
            found = waiting.select_for_update(skip_locked=True).first()
            wish = Wish.objects.using(ENGINE).filter(user=found.user).first() if found else None
            if found is None:
                return count
            where = settings.PUBLIC_URL.rstrip("/")
            if (
                wish is not None
                and wish.mail
                and not _sent(wish.mail, found.words, f"{found.words}.\n\n{where}{found.address}\n")
            ):
                return count
            found.mailed_at = datetime.now(UTC)
            found.save(using=ENGINE)
        count += 1
    return count


def mail_letters() -> int:
    """Send the letters about accounts that wait, and return how many went; one that went is gone, with its link."""
    count = 0
    while count < MOST_AT_ONCE:
        with transaction.atomic(using=ENGINE):
            found = Letter.objects.using(ENGINE).select_for_update(skip_locked=True).order_by("id").first()
            if found is None:
                return count
            is_late = found.at < datetime.now(UTC) - LETTERS_WAIT
            if not is_late and not _sent(found.address, found.subject, found.text):
                return count
            found.delete(using=ENGINE)
        count += 1
    return count


def mail_dashboards(today: date) -> int:
    """Send the leader's dashboard to whoever wants it on this weekday, once; return how many went."""
    count = 0
    wanted = Wish.objects.using(ENGINE).filter(dashboard_on=today.weekday()).exclude(mail="")
    for user in list(wanted.values_list("user", flat=True)):
        with transaction.atomic(using=ENGINE):
            wish = Wish.objects.using(ENGINE).select_for_update().get(user=user)
            if wish.dashboard_sent_on == today or not roles_of(user) & SEES_DASHBOARD:
                continue
            text = _dashboard(user)
            if text is None or not _sent(wish.mail, "The dashboard of this week", "It is attached.\n", text):
                continue
            wish.dashboard_sent_on = today
            wish.save(using=ENGINE)
        count += 1
    return count


def _dashboard(user: str) -> str | None:
    """Write the dashboard of what a user sees of the pipeline."""
    whole = pipeline_of(settings.WORKSPACE)
    period = whole.period() if whole else None
    if whole is None or period is None:
        return None
    found = seen_by(user, whole, in_period(period))
    config = found.opened.loaded.config
    return dashboard_page(found.asked(period).question, found.opened.calendar, str(config.name) if config else "")


def _sent(to: str, subject: str, text: str, page: str = "") -> bool:
    message = EmailMessage(subject, text, settings.DEFAULT_FROM_EMAIL, [to])
    if page:
        message.attach("dashboard.html", page, "text/html")
    try:
        return bool(message.send())
    except (OSError, SMTPException) as error:
        LOG.warning("e-mail cannot be sent: %s", error)
        return False
