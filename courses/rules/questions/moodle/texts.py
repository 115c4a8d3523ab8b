"""Moodle's HTML as plain text in two languages, and plain text as HTML that comes back exactly.

Two languages stand in one text as the multilang filter wants them: `<span lang="ko" class="multilang">`. Blanks that
HTML would take together are written as numeric references, which the reader here keeps.
"""

import re
from dataclasses import dataclass
from html import escape, unescape
from html.parser import HTMLParser
from urllib.parse import quote

from django.utils.translation import gettext as _

from courses.rules.questions.content import Figure, Text
from courses.rules.questions.moodle.found import Unsaid

NO_TEXT = re.compile(r"[^\t\n\r\x20-\x7e\xa0-\ud7ff\ue000-\ufdcf\ufdf0-\ufffd\U00010000-\U0010ffff]+")
BLANK = re.compile(r"[ \t\r\n\f]+")
BARE = re.compile(r"<(?![^<>]{0,4000}>)|&(?!#?\w{1,32};)")
SPAN = '<span lang="{}" class="multilang">{}</span>'
BLOCKS = frozenset(
    "address article aside blockquote center dd div dl dt fieldset figcaption figure footer h1 h2 h3 h4 h5 h6 header "
    "hr li main nav ol p pre section table tbody tfoot thead tr ul".split()
)
INLINE = frozenset(
    "a abbr acronym b bdi bdo big caption cite code col colgroup data del dfn em font i ins kbd label lang mark nolink "
    "q rp rt ruby s samp script small span strike strong style sub sup td th time tt u var wbr html head body meta "
    "link title o:p".split()
)
PICTURES = frozenset(
    "applet area audio base button canvas embed form frame frameset iframe img input map math object option picture "
    "select source svg textarea track video".split()
)
SILENT = frozenset({"script", "style", "head", "title"})
RAISED = str.maketrans("0123456789+-−()n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁽⁾ⁿ")
LOWERED = str.maketrans("0123456789+-−()", "₀₁₂₃₄₅₆₇₈₉₊₋₋₍₎")
SMALL = {"sup": ("^", RAISED), "sub": ("_", LOWERED)}
LANGUAGES = {"ko": "ko", "en": "en"}
PLUGINFILE = "@@PLUGINFILE@@"
PLAIN = ("plain_text", "plain", "markdown")
Pieces = list[tuple[str, str]]


@dataclass(frozen=True)
class Image:
    """A picture in a text: in which language it stands (none is all), where it lies, and what is to be seen in it."""

    language: str
    source: str
    alt: str


def html(text: Text, figure: Figure | None = None) -> str:
    """The text as HTML, its figure behind it; both languages where there are two, and a span for English alone."""
    alt = figure.alt if figure else Text()
    sides = (("ko", text.ko, alt.ko), ("en", text.en, alt.en))
    lines = [(name, _line(words) + (_image(figure, said) if figure and said else "")) for name, words, said in sides]
    if not text.en and not alt.en:
        return lines[0][1]
    return "".join(SPAN.format(name, line) for name, line in lines if line)


def _image(figure: Figure, alt: str) -> str:
    return f'<img src="{PLUGINFILE}/{quote(figure.name)}" alt="{escape(clean(alt)).replace(chr(13), "&#13;")}">'


def _line(words: str) -> str:
    words = clean(words)
    inner = words.strip(" \t\r\n")
    if not inner:
        return _kept(words)
    before, _inner, after = words.partition(inner)
    return _kept(before) + BLANK.sub(_blanks, escape(inner, quote=False)) + _kept(after)


def _kept(blanks: str) -> str:
    return "".join(f"&#{ord(blank)};" for blank in blanks)


def _blanks(found: re.Match[str]) -> str:
    if found[0] == " ":
        return " "
    return "".join("<br>" if blank == "\n" else _kept(blank) for blank in found[0])


def clean(words: str) -> str:
    """Without what no text has: control characters, halves of pairs, and code points that are no characters."""
    return NO_TEXT.sub("", words)


def read(raw: str, markup: str, *, language: str, remarks: list[str], images: list[Image] | None = None) -> Text:
    """The text in `markup` (Moodle's name of a format). Its pictures go into `images`.

    Raises Unsaid where a picture or file belongs to a text that cannot show one.
    """
    if PLUGINFILE in raw and (images is None or markup in PLAIN):
        raise Unsaid(_("A picture or file belongs to its text, and questions here hold words alone. Write it without."))
    if markup in PLAIN:
        words = clean(raw).strip()
        return Text(ko=words) if language == "ko" else Text(en=words)
    if markup in ("moodle_auto_format", "moodle") and not re.search(r"<(?:p|br|div|li)\b", raw, re.IGNORECASE):
        raw = raw.strip().replace("\r\n", "\n").replace("\n", "<br>")
    return _Words.of(_tame(raw), language, remarks, images)


def _tame(raw: str) -> str:
    """Without comments, and with a bare `<` or `&` written out: over many of them Python's parser takes forever."""
    parts, start = [], 0
    while (opened := raw.find("<!--", start)) >= 0 and (closed := raw.find("-->", opened + 4)) >= 0:
        parts.append(raw[start:opened])
        start = closed + 3
    parts.append(raw[start:])
    return BARE.sub(lambda sign: escape(sign[0]), "".join(parts))


class _Words(HTMLParser):
    """Collects what stands in each language; what stands in none belongs to both."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=False)
        self.pieces: dict[str, Pieces] = {"ko": [], "en": []}
        self.seen: set[str] = set()
        self.spans: list[str] = []
        self.silent = 0
        self.small: list[str] = []
        self.lost: set[str] = set()
        self.images: list[Image] | None = None

    @classmethod
    def of(cls, raw: str, language: str, remarks: list[str], images: list[Image] | None = None) -> Text:
        words = cls()
        words.images = images
        try:
            words.feed(raw)
            words.close()
        except AssertionError as error:  # the parser's word for a declaration it does not know
            raise Unsaid(_("Its text is broken HTML.")) from error
        remarks += [sentence for sentence in words.sentences() if sentence not in remarks]
        told = {name: _joined(words.pieces[name]) for name in words.seen or {language}}
        return Text(told.get("ko", ""), told.get("en", ""))

    @property
    def spoken(self) -> str:
        """The language that is spoken here; none is both."""
        return self.spans[-1] if self.spans else ""

    def sentences(self) -> list[str]:
        if self.lost & PICTURES:
            raise Unsaid(
                _("A picture or file belongs to its text, and questions here hold words alone. Write it without.")
            )
        said = {
            "script": _("A script in its text was left out."),
            "a": _("The address of a link was left out; its words stand."),
            "table": _("A table became plain lines."),
        }
        return [sentence for tag, sentence in said.items() if tag in self.lost]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in BLOCKS | INLINE | PICTURES | {"br"}:
            self._add("flow", self.get_starttag_text() or "")  # “x<y” is no tag
        elif tag in SILENT:
            self.silent += 1
        elif tag == "img" and self.images is not None:
            said = {name: value or "" for name, value in attrs}
            self.images.append(Image(self.spoken, said.get("src", ""), clean(said.get("alt", ""))))
            return
        elif tag in ("span", "lang"):
            language = self._language(tag, {name: value or "" for name, value in attrs})
            self.spans.append(language or self.spoken)
        elif tag in SMALL:
            self.small.append(tag)
        elif tag in BLOCKS or tag == "br":
            self._add("break" if tag == "br" else "block", "")
        elif tag in ("td", "th"):
            self._add("flow", " ")
        self.lost.add(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in SILENT:
            self.silent = max(self.silent - 1, 0)
        elif tag in ("span", "lang") and self.spans:
            self.spans.pop()
        elif tag in SMALL and self.small:
            self.small.pop()
        elif tag in BLOCKS:
            self._add("block", "")

    def handle_data(self, data: str) -> None:
        if self.small and data.strip():
            sign, table = SMALL[self.small[-1]]
            small = data.translate(table)
            changed = all(old != new for old, new in zip(data, small, strict=True))
            data = small if changed else sign + (data if len(data) == 1 else f"({data})")
        self._add("flow", data)

    def handle_entityref(self, name: str) -> None:
        self.handle_data(" " if name == "nbsp" else unescape(f"&{name};"))

    def handle_charref(self, name: str) -> None:
        digits = (name[1:], 16) if name[:1] in "xX" else (name, 10)
        code = int(*digits) if len(name) < 9 else 0
        if code in (9, 10, 13, 32):
            self._add("kept", chr(code))
        elif 32 < code <= 0x10FFFF:
            self.handle_data(clean(chr(code)))

    def _language(self, tag: str, attributes: dict[str, str]) -> str:
        if "lang" not in attributes or (tag == "span" and "multilang" not in attributes.get("class", "").split()):
            return ""
        language = LANGUAGES.get(attributes["lang"][:2].lower(), "other")
        self.seen |= {language} & set(LANGUAGES)
        return language

    def _add(self, kind: str, piece: str) -> None:
        if self.silent:
            return
        for language, pieces in self.pieces.items():
            if self.spoken in ("", language):
                pieces.append((kind, clean(piece)))


def _flat(piece: str) -> str:
    """Each run of blanks as one; most texts have no run, and are long."""
    for blank in "\t\r\n\f":
        piece = piece.replace(blank, " ")
    return BLANK.sub(" ", piece) if "  " in piece else piece


def _joined(pieces: Pieces) -> str:
    """Blanks taken together, blocks on lines of their own, breaks at both ends dropped, what was kept kept."""
    out: list[str] = []
    gap, breaks, block = False, 0, False
    for kind, piece in pieces:
        if kind in ("break", "block"):
            gap, breaks, block = False, breaks + (kind == "break"), block or kind == "block"
            continue
        flat = _flat(piece) if kind == "flow" else piece
        words = flat.strip(" ") if kind == "flow" else piece
        gap = gap or (flat != words and flat.startswith(" "))
        if words:
            lines = "\n" * max(breaks, int(block)) if out else ""
            at_start = not out or bool(lines) or out[-1].endswith("\n")
            out += [lines or (" " if gap and not at_start else ""), words]
            gap, breaks, block = flat != words and flat.endswith(" "), 0, False
    return "".join(out)
