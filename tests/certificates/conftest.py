"""A private folder for each test, and a quick stand-in for the drawing where the page itself is not looked at."""

import pytest

from certificates import pdf
from certificates.signing import papers


@pytest.fixture(autouse=True)
def private_root(settings, tmp_path):
    settings.PRIVATE_ROOT = tmp_path / "private"
    return settings.PRIVATE_ROOT


@pytest.fixture
def drawn(monkeypatch):
    """Draws nothing: the composed page's text stands in for the PDF. Returns the documents drawn."""
    documents = []

    def render(document):
        documents.append(document)
        return b"%PDF-1.7 stand-in\n" + document.html.encode()

    monkeypatch.setattr(pdf, "render", render)
    monkeypatch.setattr(pdf, "embed", lambda drawing, credential: drawing + credential.encode())
    monkeypatch.setattr(papers, "signed", lambda pdf, **asked: papers.Paper(pdf, papers.Signature("서명자", "5" * 64)))
    return documents
