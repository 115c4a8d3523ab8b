"""Job outcomes as a sentence, as bars from one line, and as the heads of their table."""

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from training.consortium.queries.outcomes import Overview
from training.core import words

register = template.Library()
WIDTH, ROW, BAR = 320, 42, 12


@register.simple_tag
def outcome_finding(overview: Overview) -> str:
    """The rate with what it is made of."""
    facts = {"completed": overview.completed, "agreed": overview.agreed, "employed": overview.employed}
    if not overview.agreed:
        return _("%(completed)d completed; nobody has agreed to be asked yet.") % facts
    rate = words.number(overview.rate, 1)
    return _("%(rate)s %% employed: %(employed)d of %(agreed)d who agreed to be asked; %(completed)d completed.") % {
        **facts,
        "rate": rate,
    }


@register.simple_tag
def outcome_svg(overview: Overview) -> SafeString:
    """Attributes only, since a strict policy blocks styles; the words carry what the length shows."""
    most = max(overview.counts.values()) or 1
    bars = (
        (n * ROW + 14, label, count, n * ROW + 20, round(WIDTH * count / most, 1), BAR)
        for n, (label, count) in enumerate(overview.bars)
    )
    return format_html(
        '<svg class="oc-demand oc-outcomes" viewBox="0 0 {} {}" role="img" xmlns="http://www.w3.org/2000/svg">'
        "<title>{}</title><desc>{}</desc>{}</svg>",
        WIDTH,
        len(overview.counts) * ROW,
        outcome_finding(overview),
        _("One bar for each answer, all from one line and on one scale."),
        format_html_join(
            "", '<text x="0" y="{}">{} · {}</text><rect class="oc-bar" x="0" y="{}" width="{}" height="{}"/>', bars
        ),
    )


@register.simple_tag
def outcome_heads() -> list[str]:
    return [_("What they do now"), _("People")]
