"""Courses, modules and lessons as plain rows, their frozen editions, and the pages that present them."""

from courses.models.editions import LessonEdition
from courses.models.pages import CourseIndexPage, CoursePage, LessonPage, ModulePage
from courses.models.places import LessonPlace
from courses.models.questions import Question, QuestionFigure, QuestionVersion, Quiz, QuizPool
from courses.models.review import SecondPersonTask, course_of
from courses.models.rows import Course, Lesson, Module, ProcessBlock
from courses.models.skills import Skill, SkillVersion
from courses.models.terms import Equipment, Term

__all__ = [
    "Course",
    "CourseIndexPage",
    "CoursePage",
    "Equipment",
    "Lesson",
    "LessonEdition",
    "LessonPage",
    "LessonPlace",
    "Module",
    "ModulePage",
    "ProcessBlock",
    "Question",
    "QuestionFigure",
    "QuestionVersion",
    "Quiz",
    "QuizPool",
    "SecondPersonTask",
    "Skill",
    "SkillVersion",
    "Term",
    "course_of",
]
