"""One sprite, at most forty-one symbols, and every symbol that a template names is in it."""

import re
from pathlib import Path

from django.conf import settings
from django.template.loader import render_to_string

from enrollment.states import DayStatus
from training.core import styleguide
from training.core.templatetags import core as tags

SPRITE = (Path(settings.BASE_DIR) / "training/core/static/core/icons.svg").read_text()
SYMBOLS = re.findall(r'<symbol id="([^"]+)"', SPRITE)
NAMED = re.compile(r'components/icon\.html" with name="([^"]+)"|components/badge\.html"[^%]* icon="([^"]+)"')


def named_in_templates() -> set[str]:
    folder = Path(settings.BASE_DIR) / "templates"
    return {one or other for path in folder.rglob("*.html") for one, other in NAMED.findall(path.read_text())}


def test_sprite_holds_few_symbols_each_once():
    assert len(SYMBOLS) == len(set(SYMBOLS)) <= 41


def test_every_icon_a_template_names_is_in_the_sprite():
    names = named_in_templates()
    assert names
    assert names - set(SYMBOLS) == set()


def test_every_state_has_its_mark_its_letter_and_its_word():
    days = [tags.attendance_of(status) for status in DayStatus.values]
    assert {f"att-{day['status']}" for day in days if day["marked"]} <= set(SYMBOLS)
    assert len({day["word"] for day in days}) == len(days)
    letters = [day["letter"] for day in days if day["letter"]]
    assert len(set(letters)) == len(letters) == 7


def test_every_certificate_status_and_block_has_its_mark():
    states = [tags.certificate_of(status) for status in styleguide.CERTIFICATES]
    assert {state["icon"] for state in states} <= set(SYMBOLS)
    assert len({state["icon"] for state in states}) == len({state["word"] for state in states}) == 7
    assert {f"block-{mark}" for mark, _ in styleguide.MARKS} <= set(SYMBOLS)


def test_the_style_guide_shows_every_other_symbol():
    shown = set(styleguide.ICONS)
    assert {name for name in SYMBOLS if not name.startswith(("att-", "cert-", "block-"))} == shown


def test_a_cell_speaks_its_word_and_hides_its_letter():
    html = render_to_string("components/attendance_cell.html", {"status": "absent"})
    assert '<span class="visually-hidden">결석</span>' in html
    assert 'aria-hidden="true">결</span>' in html
