"""From a page in HTML to the bytes of a PDF, drawn in the sealed process."""

from training.core.paper.child import Sealed, render
from training.core.paper.documents import Document, RenderFailed, Trouble

__all__ = ["Document", "RenderFailed", "Sealed", "Trouble", "render"]
