"""Addresses of courses besides its pages: calculators, and the authors' tools inside the CMS."""

from django.urls import path

from courses.views import (
    authoring,
    bank,
    bank_acts,
    calculators,
    examples,
    figures,
    files,
    review,
    translations,
)
from courses.views.search import equipment, glossary, search

app_name = "courses"
urlpatterns = [
    path("search/", search, name="search"),
    path("glossary/", glossary, name="glossary"),
    path("equipment/", equipment, name="equipment"),
    path("styleguide/lessons/", examples.blocks, name="block_examples"),
    path("lessons/<int:lesson_id>/files/<int:document_id>/", files.serve, name="lesson_file"),
    path("questions/<int:course_id>/figures/<slug:sha256>/", figures.serve, name="question_figure"),
    path("calculators/", calculators.index, name="calculators"),
    path("calculators/<slug:key>/", calculators.calculator, name="calculator"),
    path("cms/translations/", translations.report, name="translations"),
    path("cms/translations/<int:lesson_id>/", translations.lesson, name="translation"),
    path("cms/review/", review.rule, name="review_rule"),
    path("cms/modules/add/", authoring.where, name="add_module_where"),
    path("cms/modules/add/<int:course_id>/", authoring.add_module, name="add_module"),
    path("cms/modules/<int:module_id>/lessons/add/", authoring.add_lesson, name="add_lesson"),
    path("cms/bank/", bank.where, name="bank_where"),
    path("cms/bank/<int:course_id>/quizzes/", bank.quizzes, name="bank_quizzes"),
    path("cms/bank/<int:course_id>/quizzes/add/", bank.add_quiz, name="bank_add_quiz"),
    path("cms/bank/quizzes/<int:quiz_id>/", bank.edit_quiz, name="bank_edit_quiz"),
    path("cms/bank/<int:course_id>/<slug:name>/", bank.bank, name="bank"),
    path("cms/bank/<int:course_id>/<slug:name>/add/<slug:kind>/", bank.add, name="bank_add"),
    path("cms/bank/<slug:name>/<int:row_id>/", bank.edit, name="bank_edit"),
    path("cms/bank/<int:course_id>/<slug:name>/act/", bank_acts.act, name="bank_act"),
    path("cms/bank/<int:course_id>/<slug:name>/report/", bank_acts.report, name="bank_report"),
]
