"""The credential inside the PDF: an associated file (PDF/A-3), so that whoever keeps the one keeps the other."""

import io
from dataclasses import dataclass
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, Stream, String


@dataclass(frozen=True)
class Attachment:
    """What a file inside is called, its media type, what readers show beside it, and how it relates to the page."""

    name: str
    kind: str
    about: str
    relation: str


CREDENTIAL = Attachment("credential.json", "application/vc", "Open Badges 3.0", "/Alternative")


def embed(drawing: bytes, credential: str) -> bytes:
    """A drawn PDF with the credential attached; its pages, tags and metadata stay as they are."""
    made = io.BytesIO()
    with pikepdf.open(io.BytesIO(drawing)) as document:
        attach(document, credential)
        document.save(made, fix_metadata_version=False)  # else the metadata is written anew
    return made.getvalue()


def attach(document: pikepdf.Pdf, text: str, file: Attachment = CREDENTIAL) -> None:
    """For whoever has the document open already."""
    data = text.encode()
    stream = Stream(document, data)
    stream.Type, stream.Subtype = Name.EmbeddedFile, Name(f"/{file.kind}")
    stream.Params = Dictionary(Size=len(data), ModDate=_made_at(document))
    inside = document.make_indirect(stream)
    specification = document.make_indirect(
        Dictionary(
            Type=Name.Filespec,
            F=String(file.name),
            UF=String(file.name),
            Desc=String(file.about),
            AFRelationship=Name(file.relation),
            EF=Dictionary(F=inside, UF=inside),
        )
    )
    names = document.Root.get(Name.Names, Dictionary())
    names.EmbeddedFiles = Dictionary(Names=Array([String(file.name), specification]))
    document.Root.Names, document.Root.AF = names, Array([specification])


def _made_at(document: pikepdf.Pdf) -> Any:
    return document.docinfo.get(Name.CreationDate, String("D:20000101000000Z"))
