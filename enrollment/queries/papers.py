"""The papers that were asked for at admission, and who has handed them in."""

from collections import defaultdict

from enrollment.models import Admission, Application, Cohort, Document, Enrollment
from enrollment.rules import requirements
from enrollment.rules.completion import Tally


def tallies(cohort: Cohort, enrollments: list[Enrollment]) -> dict[int, Tally]:
    """For each of these enrollments, by id: papers asked of their kind of applicant, and handed in. Three queries.

    A paper that was erased on schedule was handed in all the same. Who was added without an application is asked none.
    """
    admission = Admission.of_program(cohort.program_id)
    people = {person.trainee_id: person.pk for person in enrollments}
    applications = list(Application.objects.filter(cohort=cohort, applicant__in=people).order_by("pk"))
    handed_in: dict[int, set[str]] = defaultdict(set)
    for holder, key in Document.objects.filter(application__in=applications).values_list("application", "key"):
        handed_in[holder].add(key)
    found = {}
    for application in applications:
        asked = {paper.key for paper in requirements.asked_of(application.kind, admission.documents)}
        found[people[application.applicant_id]] = Tally(len(asked), len(asked & handed_in[application.pk]))
    return found
