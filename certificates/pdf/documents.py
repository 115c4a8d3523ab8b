"""What goes into the sealed process, and what can come back instead of a PDF."""

from dataclasses import dataclass, field

from certificates.states import Failure


@dataclass(frozen=True)
class Document:
    """A page in HTML, with every picture it uses. Its pictures' addresses are `asset:<name>`."""

    html: str
    assets: dict[str, bytes] = field(default_factory=dict)


class RenderFailed(Exception):
    """No PDF came back; `failure` says why, for the operator."""

    def __init__(self, failure: Failure, detail: str = "") -> None:
        super().__init__(f"{failure.value}: {detail}")
        self.failure = failure
        self.detail = detail[:250]
