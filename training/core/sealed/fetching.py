"""What a document may fetch: the fonts named at the start and the assets that came with it. Nothing else."""

import mimetypes
from pathlib import Path

from PIL import ImageFile
from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

ImageFile.LOAD_TRUNCATED_IMAGES = False  # WeasyPrint turns it on for the process, and a picture cut short would pass
ASSET = "asset:"


class OnlyOurs(URLFetcher):  # type: ignore[misc]  # weasyprint has no types
    """Refuses files, hosts and data addresses alike; a refusal stops the rendering instead of leaving a gap."""

    def __init__(self, fonts: dict[str, str]) -> None:
        super().__init__(allowed_protocols=[], allow_redirects=False, fail_on_errors=True)
        self.fonts = {Path(path).as_uri(): Path(path) for path in fonts.values()}
        self.assets: dict[str, bytes] = {}

    def fetch(self, url: str, headers: dict[str, str] | None = None) -> URLFetcherResponse:
        if url in self.fonts:
            return URLFetcherResponse(url, self.fonts[url].read_bytes(), {"Content-Type": "font/ttf"})
        name = url.removeprefix(ASSET)
        if url.startswith(ASSET) and name in self.assets:
            kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
            return URLFetcherResponse(url, self.assets[name], {"Content-Type": kind})
        raise FatalURLFetchingError("A document asked for something that is not its own.")
