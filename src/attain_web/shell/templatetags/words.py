"""Tags that write: amounts, shares, dates, names, icons and the hidden fields of a form."""

import re
from datetime import date, datetime
from fractions import Fraction
from typing import Any

from django import template
from django.middleware.csrf import get_token
from django.utils.html import format_html
from django.utils.safestring import SafeString

from attain_web.access.interrupted import reader_of_form
from attain_web.shell import assets, numbers
from attain_web.shell.icons import ICONS
from attain_web.shell.sending import new_token

register = template.Library()
QUOTED = re.compile(r"'([a-z][a-z_]*)'")
SEVERAL = re.compile(r"(?:is for|who is) [a-z_]+(?:, [a-z_]+)+")
Context = template.Context


@register.simple_tag(takes_context=True)
def money(context: Context, minor: int | None, currency: str) -> str:
    """Write an amount in minor units."""
    return numbers.money(minor, currency, context["locale"])


@register.simple_tag(takes_context=True)
def change(context: Context, minor: int | None, currency: str) -> str:
    """Write an amount that is added."""
    return numbers.change(minor, currency, context["locale"])


@register.simple_tag(takes_context=True)
def whole(context: Context, minor: int | None, currency: str) -> str:
    """Write an amount at a glance."""
    return numbers.whole_money(minor, currency, context["locale"])


@register.simple_tag(takes_context=True)
def whole_change(context: Context, minor: int | None, currency: str) -> str:
    """Write an amount that is added, at a glance."""
    sign = "+" if minor and minor > 0 else ""
    return sign + numbers.whole_money(minor, currency, context["locale"])


@register.simple_tag(takes_context=True)
def rate(context: Context, value: Fraction | None) -> str:
    """Write a rate with two decimals."""
    return numbers.percent(value, context["locale"])


@register.simple_tag(takes_context=True)
def figure(context: Context, minor: int | None, currency: str) -> SafeString | str:
    """Write a large amount whose minor units stand back."""
    text = numbers.money(minor, currency, context["locale"])
    at = max(text.rfind("."), text.rfind(","))
    if at < 0 or len(text) - at > 5:
        return text
    tail = "".join(c for c in text[at:] if c in ".," or c.isdigit())
    return format_html('{}<span class="minor">{}</span>{}', text[:at], tail, text[at + len(tail) :])


@register.simple_tag(takes_context=True)
def exactly(context: Context, value: Fraction | None, currency: str) -> str:
    """Write an exact amount in units."""
    return numbers.amount_of(value, currency, context["locale"])


@register.simple_tag(takes_context=True)
def natural(context: Context, value: Fraction | None, unit: str) -> str:
    """Write a number of its unit: a currency's code, or a count, a percentage or a plain number."""
    is_money = len(unit) == 3 and unit.isupper()
    if is_money:
        return numbers.amount_of(value, unit, context["locale"])
    return numbers.number(value, context["locale"]) + ("%" if unit == "percent" and value is not None else "")


@register.simple_tag(takes_context=True)
def share(context: Context, value: Fraction | None) -> str:
    """Write a share."""
    return numbers.share(value, context["locale"])


@register.simple_tag(takes_context=True)
def chance(context: Context, value: float | None) -> str:
    """Write how likely something is."""
    return numbers.chance(value, context["locale"])


@register.simple_tag(takes_context=True)
def count(context: Context, value: int | None) -> str:
    """Write a count."""
    return numbers.count(value, context["locale"])


@register.simple_tag(takes_context=True)
def day(context: Context, value: date | None) -> str:
    """Write a date."""
    return numbers.day(value, context["locale"])


@register.simple_tag(takes_context=True)
def instant(context: Context, value: datetime | None) -> str:
    """Write an instant."""
    return numbers.instant(value, context["locale"])


@register.simple_tag
def icon(name: str, size: str = "") -> SafeString:
    """Draw an icon; its words stand beside it."""
    return format_html(
        '<svg class="i {}" viewBox="0 0 16 16" aria-hidden="true"><path d="{}"/></svg>', size, ICONS[name]
    )


@register.simple_tag
def asset(name: str) -> str:
    """Return the address of a file of the application, which changes with what is in it."""
    return assets.address_of(name)


@register.simple_tag(takes_context=True)
def sent_once(context: Context, seen: Any = "") -> SafeString:
    """Write the hidden fields of a form: its own token, the one against forgery, and what the reader had seen."""
    return format_html(
        '<input type="hidden" name="csrfmiddlewaretoken" value="{}"><input type="hidden" name="form_token" value="{}">'
        '<input type="hidden" name="seen" value="{}"><input type="hidden" name="shown_to" value="{}">',
        get_token(context["request"]),
        new_token(),
        seen,
        _reader(context),
    )


@register.simple_tag(takes_context=True)
def sent_once_again(context: Context) -> SafeString:
    """Write the hidden fields of a form that is shown again: it has kept what its reader had seen."""
    return format_html(
        '<input type="hidden" name="csrfmiddlewaretoken" value="{}"><input type="hidden" name="form_token" value="{}">'
        '<input type="hidden" name="shown_to" value="{}">',
        get_token(context["request"]),
        new_token(),
        _reader(context),
    )


def _reader(context: Context) -> str:
    viewer = context.get("viewer")
    return reader_of_form(viewer.user) if viewer is not None else ""


@register.simple_tag(takes_context=True)
def person(context: Context, payee_id: str) -> str:
    """Return the name of a payee, or their id where none is known."""
    return context["names"].get(payee_id, payee_id)


@register.simple_tag(takes_context=True)
def refusal(context: Context, what: str, fix: str) -> str:
    """Write why a step cannot be taken: people by their names, steps and checks as words."""
    said = QUOTED.sub(lambda found: found[1].replace("_", " "), f"{what}: {fix}")
    said = SEVERAL.sub(lambda found: found[0].replace("_", " ").replace(", ", " or "), said)
    first, _, rest = said.partition(" ")
    known = context["names"].get(first)
    return f"{known} {rest}" if known else said[:1].upper() + said[1:]


@register.filter
def initials(name: str) -> str:
    """Return the first letters of a name, two at most."""
    words = [word for word in name.replace(".", " ").split() if word]
    return "".join(word[0] for word in (words[:1] + words[-1:] if len(words) > 1 else words)).upper()


@register.filter
def spoken(word: str) -> str:
    """Write an identifier as words: in_review as In review."""
    text = str(word).replace("_", " ")
    return text[:1].upper() + text[1:]


@register.filter
def item(known: Any, key: Any) -> Any:
    """Return what stands under a key; None when nothing does."""
    return known.get(key)
