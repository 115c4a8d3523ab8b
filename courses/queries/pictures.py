"""The pictures and files of a lesson, each kind asked for together."""

from typing import Any

from django.db.models import Prefetch, prefetch_related_objects
from wagtail.documents import get_document_model
from wagtail.images import get_image_model

from courses.blocks.drawn import DocumentBlock, VideoBlock, files_at_hand

SHOWN_AS = "max-1280x960"  # as templates/components/blocks/figure.html asks for them
FILES = {"video": VideoBlock.file_names(), "document": DocumentBlock.file_names()}


def prepare(body: Any) -> list[Any]:
    """The blocks of a stream with their files and renditions: three questions at most, whatever it shows."""
    raw = [(item["type"], item["value"]) for item in body.raw_data]
    asked = {value[name] for kind, value in raw for name in FILES.get(kind, ())} - {None}
    with files_at_hand(get_document_model().objects.in_bulk(asked) if asked else {}):
        children = list(body)
    pictures = [child.value["image"] for child in children if child.block_type == "figure" and child.value["image"]]
    if pictures:
        renditions = get_image_model().get_rendition_model().objects.filter(filter_spec=SHOWN_AS)
        prefetch_related_objects(pictures, Prefetch("renditions", renditions, to_attr="prefetched_renditions"))
    return children
