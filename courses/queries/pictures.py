"""The pictures and files of a lesson, each kind asked for together."""

from typing import Any

from wagtail.documents import get_document_model
from wagtail.images import get_image_model

from courses.blocks.drawn import DocumentBlock, VideoBlock
from courses.blocks.files import files_at_hand

SHOWN_AS = "max-1280x960"  # as templates/components/blocks/figure.html asks for them
FILES = {"video": VideoBlock.file_names(), "document": DocumentBlock.file_names()}


def prepare(body: Any) -> list[Any]:
    """The blocks of a stream with their files and renditions: two questions, whatever it shows.

    A picture that was never shown before is asked for besides, and is drawn.
    """
    raw = [(item["type"], item["value"]) for item in body.raw_data]
    documents = {value[name] for kind, value in raw for name in FILES.get(kind, ())} - {None}
    pictures = {value["image"] for kind, value in raw if kind == "figure"} - {None}
    files = {
        get_document_model(): get_document_model().objects.in_bulk(documents) if documents else {},
        get_image_model(): _pictures(pictures) if pictures else {},
    }
    with files_at_hand(files):
        return list(body)


def _pictures(asked: set[int]) -> dict[int, Any]:
    """Each picture with its rendition, where it has one, as Wagtail looks for it."""
    model = get_image_model()
    found = {}
    renditions = model.get_rendition_model().objects.filter(filter_spec=SHOWN_AS, image__in=asked)
    for rendition in renditions.select_related("image"):
        rendition.image.prefetched_renditions = [rendition]
        found[rendition.image_id] = rendition.image
    never_shown = asked - found.keys()
    return found | model.objects.in_bulk(never_shown) if never_shown else found
