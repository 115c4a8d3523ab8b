"""From frozen facts to the bytes of a PDF, drawn in the sealed process."""

from certificates.pdf.child import Sealed, render
from certificates.pdf.documents import Document, RenderFailed
from certificates.pdf.embedding import embed
from certificates.pdf.page import compose

__all__ = ["Document", "RenderFailed", "Sealed", "compose", "embed", "render"]
