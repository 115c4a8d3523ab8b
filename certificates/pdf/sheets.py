"""The paper of a hiring sheet: how many of which answer, which lines need a look, and every line inside as CSV."""

import io

import pikepdf
from django.template.loader import render_to_string

from certificates.pdf import embedding
from certificates.queries.sheets import Result, facts
from training.core.paper import Document

MOST_SHOWN = 200  # lines on paper; the rest is in the file inside
FILE = "result.csv"


def compose(found: Result) -> Document:
    """The document, in the language that is active."""
    attention = found.attention
    context = {
        "result": found,
        "facts": facts(found),
        "attention": attention[:MOST_SHOWN],
        "more": max(0, len(attention) - MOST_SHOWN),
        "file": FILE,
    }
    return Document(html=render_to_string("certificates/paper/sheet.html", context))


def attached(drawing: bytes, csv: str) -> bytes:
    """The drawn paper with all lines inside, so that one signature covers both."""
    made = io.BytesIO()
    with pikepdf.open(io.BytesIO(drawing)) as document:
        embedding.attach(document, csv, embedding.Attachment(FILE, "text/csv", "CSV", "/Source"))
        document.save(made, fix_metadata_version=False)
    return made.getvalue()
