"""What goes into the sealed process, and what can come back instead of a PDF."""

from dataclasses import dataclass, field
from enum import StrEnum


@dataclass(frozen=True)
class Document:
    """A page in HTML, with every picture it uses. Its pictures' addresses are `asset:<name>`.

    Where it marks the parts that are one person's own (`training.core.sealed.parts`), the rest is drawn once for all
    pages that share it; `whole` draws everything anew, which is slower and looks the same.
    """

    html: str
    assets: dict[str, bytes] = field(default_factory=dict)
    whole: bool = False


class Trouble(StrEnum):
    """Why a page was not drawn."""

    ENGINE = "engine"  # WeasyPrint or Pango is not installed
    FONTS = "fonts"  # a required font is not installed
    TIMEOUT = "timeout"
    DIED = "died"  # the process ended: memory, processor time, or a fault of the engine
    REFUSED = "refused"  # the page is too large, or asked for something that is not its own
    OTHER = "other"


class RenderFailed(Exception):
    """No PDF came back; `trouble` says why, in one word, `detail` in the engine's own."""

    def __init__(self, trouble: str, detail: str = "") -> None:
        super().__init__(f"{trouble}: {detail}")
        self.trouble = str(trouble)
        self.detail = detail[:250]
