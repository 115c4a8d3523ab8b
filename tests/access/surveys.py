"""Rules of the survey: one's own cohort's, its report for operators, and its numbers for those who teach it."""

from tests.access.rules import Rule, only

OPERATORS = only("operator", "admin")

RULES = {
    "enrollment:survey": Rule(lambda cast: f"/learn/surveys/{cast.cohort.pk}/", only("trainee")),
    "enrollment:cohort_survey": Rule(lambda cast: f"/desk/cohorts/{cast.cohort.pk}/survey/", OPERATORS),
    "enrollment:cohort_survey_file": Rule(lambda cast: f"/desk/cohorts/{cast.cohort.pk}/survey.csv", OPERATORS),
    "enrollment:taught_survey": Rule(
        lambda cast: f"/teach/cohorts/{cast.cohort.pk}/survey/", only("instructor", "operator", "admin")
    ),
}
