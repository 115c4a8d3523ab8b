"""Addresses of courses: the authors' tools inside the CMS. Everything else is pages."""

from django.urls import path

from courses.views import authoring

app_name = "courses"
urlpatterns = [
    path("cms/modules/add/", authoring.where, name="add_module_where"),
    path("cms/modules/add/<int:course_id>/", authoring.add_module, name="add_module"),
    path("cms/modules/<int:module_id>/lessons/add/", authoring.add_lesson, name="add_lesson"),
]
