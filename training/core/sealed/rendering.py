"""WeasyPrint, with the fonts loaded once for the life of the process."""

from pathlib import Path

from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import FatalURLFetchingError

from training.core.sealed.fetching import OnlyOurs
from training.core.sealed.metadata import claim_both

# Tagged for screen readers, and PDF/A-3 so that the credential of a later version can be embedded.
OPTIONS = {"pdf_variant": "pdf/a-3a", "pdf_tags": True}
FACE = "@font-face {{ font-family: '{family}'; src: url({url}); font-weight: {weight}; }}"


class Renderer:
    """Draws documents that may use the given fonts (`"family|weight"` → path) and their own assets."""

    def __init__(self, fonts: dict[str, str]) -> None:
        self.fetcher = OnlyOurs(fonts)
        self.configuration = FontConfiguration()
        faces = [
            FACE.format(family=name.split("|")[0], weight=name.split("|")[1], url=Path(path).as_uri())
            for name, path in fonts.items()
        ]
        self.faces = CSS(string="\n".join(faces), font_config=self.configuration, url_fetcher=self.fetcher)

    def pdf(self, html: str, assets: dict[str, bytes]) -> bytes:
        self.fetcher.assets = assets
        document = HTML(string=html, url_fetcher=self.fetcher, base_url=None)
        try:
            made: bytes = document.write_pdf(
                stylesheets=[self.faces], font_config=self.configuration, finisher=claim_both, **OPTIONS
            )
        except FatalURLFetchingError as error:  # no Exception, so that nothing inside WeasyPrint swallows it
            raise PermissionError("The page asked for something that is not its own.") from error
        return made
