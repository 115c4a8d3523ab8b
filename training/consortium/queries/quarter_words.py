"""Quarters as people say them."""

from django.utils.translation import gettext as _

from training.consortium.rules.quarters import Quarter


def quarter_words(quarter: Quarter) -> str:
    """2027년 1분기 · Q1 2027"""
    return _("Q%(number)d %(year)d") % {"number": quarter.number, "year": quarter.year}
