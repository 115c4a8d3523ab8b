"""Skills of a cohort's course: a thickness, a moisture limit with a second assessor, a welding rubric, a safety check."""

from decimal import Decimal

from courses.models import Skill
from courses.rules import skills
from courses.rules.questions.content import Text
from courses.services.skills import book
from tests import factories
from tests.factories import NOW

THICKNESS = skills.Measured(
    title=Text("압연 두께 맞추기", "Hit the calendered thickness"),
    task=Text("압연한 전극의 두께를 다섯 곳에서 재어 평균을 적습니다.", "Measure at five points and enter the mean."),
    unit="um",
    least=Decimal(10),
    most=Decimal(500),
    target=Decimal(70),
    lower=Decimal("68.5"),
    upper=Decimal("71.5"),
)
MOISTURE = skills.Measured(
    title=Text("수분 재기", "Measure moisture"),
    task=Text("칼피셔로 잽니다.", "Measure by Karl Fischer."),
    unit="ppm",
    least=Decimal(0),
    most=Decimal(5000),
    upper=Decimal(200),
    needs_second=True,
)
WELD = skills.Rubric(
    title=Text("탭 용접", "Tab welding"),
    task=Text("탭을 용접합니다.", "Weld the tabs."),
    levels=(
        Text("떨어집니다.", "Comes off."),
        Text("붙었습니다.", "Holds."),
        Text("고르게 붙었습니다.", "Holds evenly."),
    ),
    pass_level=2,
)
PPE = skills.Rubric(
    title=Text("보호구 착용", "Put on protective gear"),
    task=Text("순서대로 착용합니다.", "Put it on in order."),
    levels=(Text("빠진 것이 있습니다.", "Something is missing."), Text("모두 갖추었습니다.", "Complete.")),
    pass_level=2,
)


def skill(cohort, said=THICKNESS, *, key="skill", module=None, **values) -> Skill:
    """A skill of a cohort's course."""
    module = (
        module or cohort.course.modules.first() or factories.ModuleFactory(complex=cohort.complex, course=cohort.course)
    )
    return book.add(module, key=key, said=said, by=None, now=NOW, **values)
