"""What a project must have before it takes a step, and which way a step leads."""

from dataclasses import dataclass

from training.consortium.states import ProjectState

ORDER = [ProjectState.IDEA, ProjectState.PROPOSED, ProjectState.APPROVED, ProjectState.RUNNING, ProjectState.DONE]


@dataclass(frozen=True)
class Standing:
    """What is known of a project."""

    partners: int
    has_period: bool
    has_results: bool


def following(state: str) -> str | None:
    """The step ahead; None at the end."""
    place = ORDER.index(ProjectState(state))
    return ORDER[place + 1] if place + 1 < len(ORDER) else None


def preceding(state: str) -> str | None:
    """The step back; none from an idea and none from what is done."""
    place = ORDER.index(ProjectState(state))
    return ORDER[place - 1] if 0 < place < len(ORDER) - 1 else None


def is_back(before: str, after: str) -> bool:
    return ORDER.index(ProjectState(after)) < ORDER.index(ProjectState(before))


def missing(to: str, known: Standing) -> str | None:
    """What a step ahead lacks: `partners` to be proposed, `period` to be approved, `results` to be done."""
    if to == ProjectState.PROPOSED and not known.partners:
        return "partners"
    if to == ProjectState.APPROVED and not known.has_period:
        return "period"
    if to == ProjectState.DONE and not known.has_results:
        return "results"
    return None
