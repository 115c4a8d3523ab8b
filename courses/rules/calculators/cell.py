"""Calculators of the cell and of the room it is built in. Worked numbers: project note on field facts, 4.7."""

from math import exp

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from courses.rules.calculators.declared import Answer, Calculator, Impossible, Input, Output, Values
from courses.rules.calculators.quantities import Text

CAPACITY = Input("capacity", gettext_lazy("cell capacity"), "Ah", 0.001, 1000, "50", "Q")


def _electrolyte(capacity: float, dose: float, filled: float) -> Answer:
    return {"mass": capacity * dose, "ratio": filled / capacity}


ELECTROLYTE = Calculator(
    "electrolyte-dose",
    gettext_lazy("Electrolyte dose"),
    gettext_lazy("How much to fill, and what ratio a filled mass makes."),
    r"m = Q \, r",
    (
        CAPACITY,
        Input("dose", gettext_lazy("wanted ratio"), "g/Ah", 0.1, 200, "1.5", "r"),
        Input("filled", gettext_lazy("mass filled"), "g", 0.001, 100000, "90"),
    ),
    (
        Output("mass", gettext_lazy("mass to fill"), "g", 1),
        Output("ratio", gettext_lazy("ratio of the mass filled"), "g/Ah", 2),
    ),
    _electrolyte,
    "field 4.7.7",
)


def _c_rate(capacity: float, current: float, rate: float) -> Answer:
    return {"rate": current / capacity, "hours": capacity / current, "current": rate * capacity}


C_RATE = Calculator(
    "c-rate",
    gettext_lazy("C-rate"),
    gettext_lazy("What a current means for a cell, and the current of a wanted rate."),
    r"C = \frac{I}{Q}",
    (
        CAPACITY,
        Input("current", gettext_lazy("current"), "A", 0.000001, 100000, "25", "I"),
        Input("rate", gettext_lazy("wanted C-rate (C/3 is 0.33333)"), "", 0.001, 100, "0.33333"),
    ),
    (
        Output("rate", gettext_lazy("C-rate"), "", 3),
        Output("hours", gettext_lazy("time for the whole capacity"), "h", 2),
        Output("current", gettext_lazy("current of the wanted rate"), "A", 2),
    ),
    _c_rate,
    "field 4.7.8",
)


def _efficiency(charge: float, discharge: float, coulombic: float, cycles: float) -> Answer:
    if discharge > charge:
        raise Impossible("discharge", _("A cell gives back no more than it took. Check the two capacities."))
    return {"first": discharge / charge * 100, "retained": (coulombic / 100) ** cycles * 100}


EFFICIENCY = Calculator(
    "efficiency",
    gettext_lazy("First-cycle and Coulombic efficiency"),
    gettext_lazy("What the first charge costs, and what small losses become over many cycles."),
    r"\eta_1 = \frac{Q_{dis}}{Q_{ch}}, \quad R_n = \eta^{n}",
    (
        Input("charge", gettext_lazy("first charge"), "Ah", 0.000001, 1000, "58.5"),
        Input("discharge", gettext_lazy("first discharge"), "Ah", 0.000001, 1000, "51.2"),
        Input("coulombic", gettext_lazy("Coulombic efficiency of each later cycle"), "%", 50, 100, "99.95"),
        Input("cycles", gettext_lazy("number of cycles"), "", 0, 100000, "1000"),
    ),
    (
        Output("first", gettext_lazy("first-cycle efficiency"), "%", 1),
        Output("retained", gettext_lazy("left after these cycles"), "%", 1),
    ),
    _efficiency,
    "field 4.7.9",
    note=gettext_lazy("An upper-level illustration: a Coulombic loss is not always a loss of capacity."),
)


def ice_pressure(dew_point: float) -> float:
    """Saturation vapor pressure over ice in Pa (Magnus form), for a dew point in °C."""
    return 611.15 * exp(22.452 * dew_point / (272.55 + dew_point))


def water_pressure(temperature: float) -> float:
    """Saturation vapor pressure over water in Pa (Magnus form)."""
    return 611.2 * exp(17.62 * temperature / (243.12 + temperature))


def humidity(pressure: float, whole: float) -> float:
    """Water in g per kg of dry air."""
    return 622 * pressure / (whole - pressure)


def _dew(dew_point: float, temperature: float, air: float, supply: float, people: float, moisture: float) -> Answer:
    if supply >= dew_point:
        raise Impossible("supply", _("The supply air must be drier than the room: give a lower dew point."))
    room, whole = ice_pressure(dew_point), air * 100
    dry = humidity(room, whole) - humidity(ice_pressure(supply), whole)
    return {
        "pressure": room,
        "humidity": humidity(room, whole),
        "volume": room / whole * 1_000_000,
        "relative": room / water_pressure(temperature) * 100,
        "flow": people * moisture / dry,
    }


DEW_POINT = Calculator(
    "dew-point",
    gettext_lazy("Dew point and dry air"),
    gettext_lazy("How little water a dew point means, and how much dry air carries away what people give off."),
    r"e = 611.15 \, e^{22.452\,T/(272.55+T)}, \quad w = 0.622\,\frac{e}{p-e}",
    (
        Input("dew_point", gettext_lazy("dew point of the room"), "degC", -80, 0, "-40"),
        Input("temperature", gettext_lazy("room temperature"), "degC", 0, 50, "20"),
        Input("air", gettext_lazy("air pressure"), "hPa", 500, 1100, "1013.25"),
        Input("supply", gettext_lazy("dew point of the supply air"), "degC", -90, -1, "-60"),
        Input("people", gettext_lazy("people in the room"), "", 0, 200, "4"),
        Input("moisture", gettext_lazy("moisture of one person"), "g/h", 0, 500, "100"),
    ),
    (
        Output("pressure", gettext_lazy("vapor pressure"), "Pa", 2),
        Output("humidity", gettext_lazy("water in the air"), "g/kg", 4),
        Output("volume", gettext_lazy("water by volume"), "ppmv", 0),
        Output("relative", gettext_lazy("relative humidity"), "%", 2),
        Output("flow", gettext_lazy("dry air for these people"), "kg/h", 0),
    ),
    _dew,
    "field 4.7.10",
    note=gettext_lazy("Over ice, not over supercooled water. The moisture of one person is an assumption."),
)


def _self_discharge(first: float, second: float, days: float) -> Answer:
    if second > first:
        raise Impossible("second", _("The second voltage is above the first. Check the order, the cell and the meter."))
    drop = (first - second) * 1000
    return {"week": drop / days * 7, "hour": drop / (days * 24)}


def _self_discharge_verdict(answer: Values) -> Text:
    if answer["week"] > 5:
        return _("More than 5 mV a week: suspect an internal short.")
    return _("At most 5 mV a week: the cell passes.")


SELF_DISCHARGE = Calculator(
    "self-discharge",
    gettext_lazy("Self-discharge (K-value)"),
    gettext_lazy("From two open-circuit voltages before and after aging."),
    r"K = \frac{OCV_1 - OCV_2}{t}",
    (
        Input("first", gettext_lazy("first voltage, OCV1"), "V", 0.5, 6, "3.9521"),
        Input("second", gettext_lazy("second voltage, OCV2"), "V", 0.5, 6, "3.9514"),
        Input("days", gettext_lazy("time between them"), "day", 0.04, 400, "7"),
    ),
    (
        Output("week", gettext_lazy("K-value per week"), "mV/week", 2),
        Output("hour", gettext_lazy("K-value per hour"), "mV/h", 4),
    ),
    _self_discharge,
    "field 4.7.12",
    _self_discharge_verdict,
)


def _resistance(before: float, after: float, current: float) -> Answer:
    if after > before:
        raise Impossible("after", _("Under a discharge pulse the voltage falls. Check the two voltages."))
    return {"resistance": (before - after) / current * 1000}


DC_RESISTANCE = Calculator(
    "dc-resistance",
    gettext_lazy("DC resistance"),
    gettext_lazy("From the voltage before and during a discharge pulse."),
    r"R = \frac{U_0 - U_1}{I}",
    (
        Input("before", gettext_lazy("voltage before the pulse"), "V", 0.5, 1000, "3.700"),
        Input("after", gettext_lazy("voltage during the pulse"), "V", 0.5, 1000, "3.655"),
        Input("current", gettext_lazy("current of the pulse"), "A", 0.001, 10000, "30"),
    ),
    (Output("resistance", gettext_lazy("DC resistance"), "mohm", 2),),
    _resistance,
    "field 4.7.13",
)
ALL = (ELECTROLYTE, C_RATE, EFFICIENCY, DEW_POINT, SELF_DISCHARGE, DC_RESISTANCE)
