"""Notices by e-mail, and the leader's dashboard on the day of the week that somebody chose.

One that cannot be sent at all is given up, so that it keeps nobody else's waiting; where nobody takes e-mail, all wait.
"""

import logging
from datetime import UTC, date, datetime, timedelta
from enum import Enum
from smtplib import SMTPDataError, SMTPException, SMTPRecipientsRefused

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import OperationalError, transaction

from attain.reports.dashboard import dashboard_page
from attain_web.access.selling import in_period, seen_by
from attain_web.accounts.models import Letter
from attain_web.actions.acting import ENGINE
from attain_web.actions.entering.standing import may_act
from attain_web.actions.people import roles_of
from attain_web.figures.pipelines import pipeline_of
from attain_web.outbox.models import Notice, Wish

LOG = logging.getLogger("attain.outbox")
MOST_AT_ONCE = 50
LONGEST_WAIT = timedelta(days=1)  # what a letter holds is good for no longer
NEVER = 500  # from here on a server says that it will not take it later either
SEES_DASHBOARD = frozenset({"leader", "manager", "admin", "finance"})


class Fate(Enum):
    """What became of an e-mail."""

    WENT = "went"
    HANDED_BACK = "this one cannot be sent, now or later"
    LATER = "this one can be sent later"
    NOBODY = "nobody takes e-mail now"


def mail_notices() -> int:
    """Send the notices that wait to be sent by e-mail, and return how many went."""
    count, after = 0, 0
    for _ in range(MOST_AT_ONCE):
        with transaction.atomic(using=ENGINE):
            waiting = Notice.objects.using(ENGINE).filter(wants_mail=True, mailed_at=None, id__gt=after).order_by("id")
            found = waiting.select_for_update(skip_locked=True).first()
            if found is None:
                return count
            after, fate = found.pk, _told(found)
            if fate is Fate.NOBODY:
                return count
            if fate is Fate.LATER and found.at > datetime.now(UTC) - LONGEST_WAIT:
                continue
            found.mailed_at = datetime.now(UTC) if fate is Fate.WENT else None
            found.wants_mail = fate is Fate.WENT
            found.save(using=ENGINE)
        count += fate is Fate.WENT
    return count


def _told(found: Notice) -> Fate:
    """Send a notice to whoever still may read it."""
    wish = Wish.objects.using(ENGINE).filter(user=found.user).first()
    if wish is None or not wish.mail or not may_act(found.user):
        return Fate.HANDED_BACK
    where = settings.PUBLIC_URL.rstrip("/")
    return _sent(wish.mail, found.words, f"{found.words}.\n\n{where}{found.address}\n")


def mail_letters() -> int:
    """Send the letters about accounts that wait, and return how many went; one that went is gone, with its link."""
    count, after = 0, 0
    for _ in range(MOST_AT_ONCE):
        with transaction.atomic(using=ENGINE):
            waiting = Letter.objects.using(ENGINE).filter(id__gt=after).order_by("id")
            found = waiting.select_for_update(skip_locked=True).first()
            if found is None:
                return count
            is_late = found.at < datetime.now(UTC) - LONGEST_WAIT
            after = found.pk
            fate = Fate.HANDED_BACK if is_late else _sent(found.address, found.subject, found.text)
            if fate is Fate.NOBODY:
                return count
            if fate is Fate.LATER:
                continue
            found.delete(using=ENGINE)
        count += fate is Fate.WENT
    return count


def mail_dashboards(today: date) -> int:
    """Send the leader's dashboard to whoever wants it on this weekday, once; return how many went."""
    count = 0
    wanted = Wish.objects.using(ENGINE).filter(dashboard_on=today.weekday()).exclude(mail="")
    for user in list(wanted.values_list("user", flat=True)):
        try:
            fate = _dashboard_sent(user, today)
        except OperationalError:
            raise
        except Exception:
            LOG.exception("the dashboard of %s cannot be written", user)
            continue
        if fate is Fate.NOBODY:
            return count
        count += fate is Fate.WENT
    return count


def _dashboard_sent(user: str, today: date) -> Fate:
    with transaction.atomic(using=ENGINE):
        wish = Wish.objects.using(ENGINE).select_for_update().get(user=user)
        if wish.dashboard_sent_on == today or not roles_of(user) & SEES_DASHBOARD or not may_act(user):
            return Fate.HANDED_BACK
        text = _dashboard(user)
        if text is None:
            return Fate.HANDED_BACK
        fate = _sent(wish.mail, "The dashboard of this week", "It is attached.\n", text)
        if fate in {Fate.WENT, Fate.HANDED_BACK}:
            wish.dashboard_sent_on = today
            wish.save(using=ENGINE)
    return fate


def _dashboard(user: str) -> str | None:
    """Write the dashboard of what a user sees of the pipeline."""
    whole = pipeline_of(settings.WORKSPACE)
    period = whole.period() if whole else None
    if whole is None or period is None:
        return None
    found = seen_by(user, whole, in_period(period))
    config = found.opened.loaded.config
    return dashboard_page(found.asked(period).question, found.opened.calendar, str(config.name) if config else "")


def _sent(to: str, subject: str, text: str, page: str = "") -> Fate:
    message = EmailMessage(subject, text, settings.DEFAULT_FROM_EMAIL, [to])
    if page:
        message.attach("dashboard.html", page, "text/html")
    try:
        return Fate.WENT if message.send() else Fate.HANDED_BACK
    except ValueError as error:  # no address, or no subject
        LOG.warning("an e-mail is given up: %s", error)
        return Fate.HANDED_BACK
    except (SMTPRecipientsRefused, SMTPDataError) as error:
        LOG.warning("an e-mail is refused: %s", error)
        return Fate.HANDED_BACK if _code_in(error) >= NEVER else Fate.LATER
    except (OSError, SMTPException) as error:
        LOG.warning("e-mail cannot be sent: %s", error)
        return Fate.NOBODY


def _code_in(error: SMTPRecipientsRefused | SMTPDataError) -> int:
    """Return what a server answered about one e-mail."""
    if isinstance(error, SMTPDataError):
        return error.smtp_code
    return min((code for code, _ in error.recipients.values()), default=NEVER)
