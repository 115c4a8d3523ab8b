"""From frozen facts to the page of a certificate."""

from certificates.pdf.embedding import embed
from certificates.pdf.page import compose
from training.core.paper import Document, RenderFailed, Sealed, render

__all__ = ["Document", "RenderFailed", "Sealed", "compose", "embed", "render"]
