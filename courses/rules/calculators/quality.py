"""Calculators of quality and of the course itself. Worked numbers: project note on field facts, 4.7."""

from math import ceil, floor, prod

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from courses.rules.calculators.declared import Answer, Calculator, Impossible, Input, Output, Series, Values
from courses.rules.calculators.quantities import Text


def _rolled(yields: tuple[float, ...], good: float) -> Answer:
    rolled = prod(step / 100 for step in yields)
    if rolled < 1e-9:
        raise Impossible("yields", _("With these yields nothing comes out. Check each step."))
    return {"rolled": rolled * 100, "starts": ceil(good / rolled - 1e-9)}


ROLLED_YIELD = Calculator(
    "rolled-yield",
    gettext_lazy("Rolled throughput yield"),
    gettext_lazy("What is left after every step, and how many cells must be started."),
    r"RTY = \prod_i y_i",
    (
        Series(
            "yields",
            gettext_lazy("yields of the steps, in order"),
            "%",
            0.01,
            100,
            "99 98.5 99.5 99 99 98.5 99 99.5 98",
        ),
        Input("good", gettext_lazy("good cells wanted"), "", 1, 1_000_000_000, "100000"),
    ),
    (
        Output("rolled", gettext_lazy("rolled throughput yield"), "%", 1),
        Output("starts", gettext_lazy("cells to start"), "", 0),
    ),
    _rolled,
    "field 4.7.11",
)


def _capability(mean: float, deviation: float, lower: float, upper: float) -> Answer:
    if upper <= lower:
        raise Impossible("upper", _("The upper limit must be above the lower one."))
    return {
        "cp": (upper - lower) / (6 * deviation),
        "cpk": min(upper - mean, mean - lower) / (3 * deviation),
    }


def _capability_verdict(answer: Values) -> Text:
    if answer["cpk"] >= 1.33:
        return _("Cpk is at least 1.33: the process is capable.")
    return _("Cpk is below 1.33: the process is not capable.")


CAPABILITY = Calculator(
    "capability",
    gettext_lazy("Process capability, Cp and Cpk"),
    gettext_lazy("Whether the spread fits between the limits, and whether it sits in the middle."),
    r"C_p = \frac{USL-LSL}{6s}, \quad C_{pk} = \frac{\min(USL-\bar x,\ \bar x-LSL)}{3s}",
    (
        Input("mean", gettext_lazy("mean"), "mg/cm^2", 0, 1000, "20.05"),
        Input("deviation", gettext_lazy("standard deviation"), "mg/cm^2", 0.000001, 1000, "0.12"),
        Input("lower", gettext_lazy("lower limit"), "mg/cm^2", 0, 1000, "19.6"),
        Input("upper", gettext_lazy("upper limit"), "mg/cm^2", 0, 1000, "20.4"),
    ),
    (Output("cp", "Cp", "", 2), Output("cpk", "Cpk", "", 2)),
    _capability,
    "field 4.7.14",
    _capability_verdict,
)


def _attendance(days: float, credited: float, events: float) -> Answer:
    if credited > days:
        raise Impossible("credited", _("There cannot be more credited days than training days."))
    converted = floor(events / 3)
    if converted > credited:
        raise Impossible("events", _("There are more late, early and away events than these days can hold."))
    return {
        "converted": converted,
        "counted": credited - converted,
        "rate": round((credited - converted) / days * 100 + 1e-9, 1),
        "absences": days - credited + converted,
    }


def _attendance_verdict(answer: Values) -> Text:
    if answer["rate"] >= 80:
        return _("At least 80 %: attendance is enough to complete.")
    return _("Below 80 %: attendance is not enough to complete.")


ATTENDANCE = Calculator(
    "attendance-rate",
    gettext_lazy("Attendance rate"),
    gettext_lazy("Three late, early or away events make one absence."),
    r"N = B - \lfloor E/3 \rfloor, \quad \text{rate} = \frac{N}{D}",
    (
        Input("days", gettext_lazy("training days, D"), "", 10, 1000, "120"),
        Input("credited", gettext_lazy("days present or recognized, B"), "", 0, 1000, "104"),
        Input("events", gettext_lazy("late, early and away events, E"), "", 0, 3000, "7"),
    ),
    (
        Output("converted", gettext_lazy("absences made of events"), "", 0),
        Output("counted", gettext_lazy("days that count"), "", 0),
        Output("rate", gettext_lazy("attendance rate"), "%", 1),
        Output("absences", gettext_lazy("absences in all"), "", 0),
    ),
    _attendance,
    "국민내일배움카드 운영규정 §34②4, §38①; field 4.7.15",
    _attendance_verdict,
)
ALL = (ROLLED_YIELD, CAPABILITY, ATTENDANCE)
