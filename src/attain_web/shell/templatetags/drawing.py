"""Tags that draw: chips for states, and bars whose lengths are attributes, so that no style is written in a page."""

from fractions import Fraction
from typing import Any

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from attain_web.shell.icons import ICONS

register = template.Library()

# What each state looks like: its tone and its icon; the word stands beside it.
STATES = {
    **dict.fromkeys(("open", "draft", "drafted", "new", "withdrawn", "retired", "expired", "revoked"), ("", "ring")),
    **dict.fromkeys(("calculated", "published", "raised"), ("go", "play")),
    **dict.fromkeys(("in_review", "exported", "answered"), ("go", "eye")),
    **dict.fromkeys(("approved", "posted", "closed", "acknowledged", "accepted", "active", "paid"), ("ok", "check")),
    **dict.fromkeys(("disputed", "held", "stale"), ("att", "warn")),
    **dict.fromkeys(("rejected",), ("bad", "cross")),
    "estimate": ("", "half"),
}


@register.simple_tag
def state_chip(state: str, words: str = "") -> SafeString:
    """Draw a state as a chip."""
    tone, drawn = STATES.get(state, ("", "ring"))
    said = words or state.replace("_", " ").capitalize()
    return chip(tone, drawn, said)


@register.simple_tag
def chip(tone: str, drawn: str, words: str) -> SafeString:
    """Draw a chip of a tone, with an icon and a word."""
    path = ICONS[drawn]
    return format_html(
        '<span class="chip {}"><svg class="i" viewBox="0 0 16 16" aria-hidden="true"><path d="{}"/></svg>{}</span>',
        tone,
        path,
        words,
    )


@register.simple_tag
def bar(parts: list[tuple[Any, str]], of: Any, size: str = "", words: str = "") -> SafeString:
    """Draw lengths one after the other.

    Args:
        parts: each length, and its look: a class, or the name of a texture.
        of: what the whole bar stands for.
        size: of the bar.
        words: what it says to whom it cannot be shown; empty where the numbers stand beside it.
    """
    whole = Fraction(of or 0)
    drawn: list[tuple[str, str, SafeString]] = []
    at = Fraction(0)
    for length, look in parts:
        wide = max(Fraction(0), Fraction(length or 0)) / whole if whole > 0 else Fraction(0)
        wide = min(wide, 1 - at) if at < 1 else Fraction(0)
        drawn.append((_percent(at), _percent(wide), _look(look)))
        at += wide
    rects = format_html_join("", '<rect x="{}" width="{}" height="100%" {}/>', drawn)
    heard = format_html('role="img" aria-label="{}"', words) if words else SafeString('aria-hidden="true"')
    return format_html('<svg class="bar {}" {}>{}</svg>', size, heard, rects)


@register.simple_tag
def length(of: Any, whole: Any, look: str = "f-a", size: str = "") -> SafeString:
    """Draw one length of a whole."""
    return bar([(of, look)], whole, size)


@register.simple_tag
def length_after(before: Any, of: Any, whole: Any, *, first: str = "f-a", size: str = "l") -> SafeString:
    """Draw a length after another one; the first is left clear where it has no look."""
    return bar([(before, first), (of, "hatch")], whole, size)


@register.simple_tag
def key(look: str) -> SafeString:
    """Draw the swatch of a legend."""
    return format_html('<svg class="key" aria-hidden="true"><rect width="12" height="12" {}/></svg>', _look(look))


def _look(look: str) -> SafeString:
    if not look:
        return SafeString('fill="none"')
    textures = {"hatch", "hatchneg", "hatchpos", "hatchq", "dots", "d3line", "d2dot"}
    return format_html('fill="url(#{})"', look) if look in textures else format_html('class="{}"', look)


def _percent(part: Fraction) -> str:
    hundredths = part.numerator * 10_000 // part.denominator
    return f"{hundredths // 100}.{hundredths % 100:02d}%"


@register.simple_tag
def path(row: dict[str, Any], whole: Any) -> SafeString:
    """Draw a step of a bridge: from where to where it goes, solid for what stands, hatched for what came."""
    look = "f-a" if row["is_whole"] else "hatch" if row["change"] > 0 else "dots"
    return bar([(row["starts_at"], ""), (row["ends_at"] - row["starts_at"], look)], whole, "m")
