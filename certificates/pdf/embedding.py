"""The credential inside the PDF: an associated file (PDF/A-3), so that whoever keeps the one keeps the other."""

import io
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, Stream, String

FILE = "credential.json"
KIND = "/application#2Fvc"  # application/vc as a PDF name
ABOUT = "Open Badges 3.0"


def embed(drawing: bytes, credential: str) -> bytes:
    """A drawn PDF with the credential attached; its pages, tags and metadata stay as they are."""
    made = io.BytesIO()
    with pikepdf.open(io.BytesIO(drawing)) as document:
        attach(document, credential)
        document.save(made, fix_metadata_version=False)  # else the metadata is written anew
    return made.getvalue()


def attach(document: pikepdf.Pdf, credential: str) -> None:
    """For whoever has the document open already."""
    data = credential.encode()
    stream = Stream(document, data)
    stream.Type, stream.Subtype = Name.EmbeddedFile, Name(KIND.replace("#2F", "/"))
    stream.Params = Dictionary(Size=len(data), ModDate=_made_at(document))
    inside = document.make_indirect(stream)
    file = document.make_indirect(
        Dictionary(
            Type=Name.Filespec,
            F=String(FILE),
            UF=String(FILE),
            Desc=String(ABOUT),
            AFRelationship=Name.Alternative,
            EF=Dictionary(F=inside, UF=inside),
        )
    )
    names = document.Root.get(Name.Names, Dictionary())
    names.EmbeddedFiles = Dictionary(Names=Array([String(FILE), file]))
    document.Root.Names, document.Root.AF = names, Array([file])


def _made_at(document: pikepdf.Pdf) -> Any:
    return document.docinfo.get(Name.CreationDate, String("D:20000101000000Z"))
