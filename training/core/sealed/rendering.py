"""WeasyPrint, with the fonts loaded once for the life of the process."""

import ctypes
import gc
from collections import OrderedDict
from pathlib import Path
from typing import Any

from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import FatalURLFetchingError

from training.core.sealed import filling, parts, structure
from training.core.sealed.fetching import OnlyOurs
from training.core.sealed.metadata import claim_both

# Tagged for screen readers, and PDF/A-3 so that a credential can be embedded.
OPTIONS = {"pdf_variant": "pdf/a-3a", "pdf_tags": True}
FACE = "@font-face {{ font-family: '{family}'; src: url({url}); font-weight: {weight}; }}"
BLANKS = 16


class Renderer:
    """Draws documents that may use the given fonts (`"family|weight"` → path) and their own assets."""

    def __init__(self, fonts: dict[str, str]) -> None:
        self.fetcher = OnlyOurs(fonts)
        self.configuration = FontConfiguration()
        faces = [
            FACE.format(family=name.split("|")[0], weight=name.split("|")[1], url=Path(path).as_uri())
            for name, path in fonts.items()
        ]
        self.faces = self._style("\n".join(faces))
        self.alone = self._style(filling.ALONE)
        self.blanks: OrderedDict[bytes, filling.Blank | None] = OrderedDict()

    def pdf(self, html: str, assets: dict[str, bytes], *, whole: bool = False) -> bytes:
        """The PDF of a page; `whole` draws all of it, whatever it shares with others."""
        try:
            divided = None if whole else parts.divided(html, assets)
            made = self._filled(divided, assets) if divided else None
            return self._drawn(html, assets) if made is None else made
        except FatalURLFetchingError as error:  # no Exception, so that nothing inside WeasyPrint swallows it
            raise PermissionError("The page asked for something that is not its own.") from error

    def _drawn(self, html: str, assets: dict[str, bytes]) -> bytes:
        finish = _unmarked if parts.divided(html, assets) else claim_both
        made: bytes = self._laid_out(html, assets, self.faces).write_pdf(finisher=finish, **OPTIONS)
        return made

    def _filled(self, divided: parts.Divided, assets: dict[str, bytes]) -> bytes | None:
        """None where the page must be drawn whole."""
        blank = self._blank(divided)
        if blank is None:
            return None
        own = self._laid_out(filling.own_html(divided, blank), assets, self.faces, blank.style, self.alone)
        try:
            return filling.filled(blank, own, divided, options=OPTIONS, finish=claim_both)
        except filling.DoesNotFit:
            return None

    def _blank(self, divided: parts.Divided) -> filling.Blank | None:
        """The shared page, drawn once and kept while it is in use; None where it cannot be filled."""
        key = divided.key
        if key not in self.blanks:
            laid_out = self._laid_out(divided.shared, divided.shared_assets, self.faces)
            style = self._style(divided.style)
            try:
                blank = filling.drawn(laid_out, divided, style=style, options=OPTIONS, finish=claim_both)
            except filling.DoesNotFit:
                blank = None
            self.blanks[key] = blank
            _give_back()
            if len(self.blanks) > BLANKS:
                self.blanks.popitem(last=False)
        self.blanks.move_to_end(key)
        return self.blanks[key]

    def _style(self, css: str) -> CSS:
        return CSS(string=css, font_config=self.configuration, url_fetcher=self.fetcher)

    def _laid_out(self, html: str, assets: dict[str, bytes], *styles: CSS) -> Any:
        self.fetcher.assets = assets
        page = HTML(string=html, url_fetcher=self.fetcher, base_url=None)
        return page.render(font_config=self.configuration, stylesheets=list(styles), **OPTIONS)


def _give_back() -> None:
    """Return what laying out a whole page left behind, where the C library can; it would stay with the process for good."""
    gc.collect()
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None)
    if trim is not None:
        trim(0)


def _unmarked(document: Any, pdf: Any) -> None:
    """For a page with own parts that is drawn whole: its structure is that of a filled one."""
    claim_both(document, pdf)
    structure.own(pdf)
