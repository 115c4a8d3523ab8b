"""Calculators of the electrode. Worked numbers: project note on field facts, 4.7."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from courses.rules.calculators.declared import Answer, Calculator, Impossible, Input, Output, Values
from courses.rules.calculators.quantities import Text

LOADING = Input("loading", gettext_lazy("coating loading, one side"), "mg/cm^2", 0.1, 200, "20", "m_A")
THICKNESS = Input("thickness", gettext_lazy("coating thickness without foil"), "um", 1, 1000, "60", "d")
FRACTION = Input("fraction", gettext_lazy("share of active material"), "%", 1, 100, "96", "w")
SPECIFIC = Input("specific", gettext_lazy("specific capacity"), "mAh/g", 1, 4000, "200", "q")
SOLIDS = Input("solids", gettext_lazy("solids of the slurry"), "%", 1, 99, "70", "w_s")


def areal(loading: float, fraction: float, specific: float) -> float:
    """mg/cm² × % × mAh/g, in mAh/cm²."""
    return loading * fraction / 100 * specific / 1000


def _areal(loading: float, fraction: float, specific: float) -> Answer:
    return {"areal": areal(loading, fraction, specific)}


AREAL_CAPACITY = Calculator(
    "areal-capacity",
    gettext_lazy("Areal capacity"),
    gettext_lazy("How much charge one square centimeter of one coated side holds."),
    r"C_A = m_A \, w \, q",
    (LOADING, FRACTION, SPECIFIC),
    (Output("areal", gettext_lazy("areal capacity"), "mAh/cm^2", 2),),
    _areal,
    "field 4.7.1",
)


def _np(
    anode_loading: float, anode_fraction: float, anode_specific: float,
    loading: float, fraction: float, specific: float,
) -> Answer:  # fmt: skip
    anode, cathode = areal(anode_loading, anode_fraction, anode_specific), areal(loading, fraction, specific)
    return {"anode": anode, "cathode": cathode, "ratio": anode / cathode}


def _np_verdict(answer: Values) -> Text:
    if answer["ratio"] < 1:
        return _("Below 1 the anode cannot take all the lithium: there is a risk of plating.")
    if answer["ratio"] > 1.2:
        return _("Above 1.20 much of the anode is carried without use.")
    return _("Graphite cells are usually built between 1.04 and 1.20.")


NP_RATIO = Calculator(
    "np-ratio",
    gettext_lazy("N/P ratio"),
    gettext_lazy("Whether the anode can take what the cathode gives."),
    r"\frac{N}{P} = \frac{m_{A,n} \, w_n \, q_n}{m_{A,p} \, w_p \, q_p}",
    (
        Input("anode_loading", gettext_lazy("anode loading, one side"), "mg/cm^2", 0.1, 200, "13"),
        Input("anode_fraction", gettext_lazy("share of active material in the anode"), "%", 1, 100, "95"),
        Input("anode_specific", gettext_lazy("specific capacity of the anode"), "mAh/g", 1, 4000, "350"),
        Input("loading", gettext_lazy("cathode loading, one side"), "mg/cm^2", 0.1, 200, "20"),
        Input("fraction", gettext_lazy("share of active material in the cathode"), "%", 1, 100, "96"),
        Input("specific", gettext_lazy("specific capacity of the cathode"), "mAh/g", 1, 4000, "200"),
    ),
    (
        Output("anode", gettext_lazy("anode, areal capacity"), "mAh/cm^2", 2),
        Output("cathode", gettext_lazy("cathode, areal capacity"), "mAh/cm^2", 2),
        Output("ratio", gettext_lazy("N/P ratio"), "", 2),
    ),
    _np,
    "field 4.7.2",
    _np_verdict,
)


def density(loading: float, thickness: float) -> float:
    """mg/cm² over µm, in g/cm³."""
    return loading / 1000 / (thickness / 10_000)


def _density(loading: float, thickness: float) -> Answer:
    return {"density": density(loading, thickness)}


COATING_DENSITY = Calculator(
    "coating-density",
    gettext_lazy("Coating density"),
    gettext_lazy("From a weighed punch and the thickness without foil."),
    r"\rho = \frac{m_A}{d}",
    (LOADING, THICKNESS),
    (Output("density", gettext_lazy("coating density"), "g/cm^3", 2),),
    _density,
    "field 4.7.3",
)


def _porosity(
    loading: float, thickness: float, target: float,
    w_active: float, r_active: float, w_carbon: float, r_carbon: float, w_binder: float, r_binder: float,
) -> Answer:  # fmt: skip
    whole = w_active + w_carbon + w_binder
    if abs(whole - 100) > 0.5:
        raise Impossible(
            "w_active", _("The three shares add up to %(sum)s %%; they must make 100 %%.") % {"sum": f"{whole:g}"}
        )
    true = whole / (w_active / r_active + w_carbon / r_carbon + w_binder / r_binder)
    coating = density(loading, thickness)
    if coating >= true:
        raise Impossible(
            "thickness",
            _(
                "The coating would be denser (%(coating)s g/cm³) than its solids (%(true)s g/cm³). Check loading and thickness."
            )
            % {"coating": f"{coating:.2f}", "true": f"{true:.2f}"},
        )
    return {
        "true": true,
        "porosity": (1 - coating / true) * 100,
        "target_thickness": loading / 1000 / (true * (1 - target / 100)) * 10_000,
    }


POROSITY = Calculator(
    "porosity",
    gettext_lazy("Porosity of a coating"),
    gettext_lazy("From loading and thickness, with the densities of what the coating is made of."),
    r"\varepsilon = 1 - \frac{\rho}{\rho_{true}}, \quad \rho_{true} = \frac{1}{\sum_i w_i / \rho_i}",
    (
        LOADING,
        THICKNESS,
        Input("target", gettext_lazy("wanted porosity"), "%", 1, 90, "25"),
        Input("w_active", gettext_lazy("share of active material"), "%", 1, 100, "96"),
        Input("r_active", gettext_lazy("density of active material"), "g/cm^3", 0.5, 10, "4.75"),
        Input("w_carbon", gettext_lazy("share of carbon"), "%", 0, 60, "2"),
        Input("r_carbon", gettext_lazy("density of carbon"), "g/cm^3", 0.5, 10, "1.9"),
        Input("w_binder", gettext_lazy("share of binder"), "%", 0, 60, "2"),
        Input("r_binder", gettext_lazy("density of binder"), "g/cm^3", 0.5, 10, "1.78"),
    ),
    (
        Output("true", gettext_lazy("density of the solids"), "g/cm^3", 3),
        Output("porosity", gettext_lazy("porosity"), "%", 1),
        Output("target_thickness", gettext_lazy("thickness for the wanted porosity"), "um", 1),
    ),
    _porosity,
    "field 4.7.4",
)


def _wet(loading: float, solids: float, r_solids: float, r_solvent: float) -> Answer:
    share = solids / 100
    slurry = 1 / (share / r_solids + (1 - share) / r_solvent)
    return {"slurry": slurry, "wet": loading / 1000 / share / slurry * 10_000}


WET_FILM = Calculator(
    "wet-film",
    gettext_lazy("Wet film thickness"),
    gettext_lazy("How thick the slurry must lie to leave the wanted loading."),
    r"d_w = \frac{m_A}{w_s \, \rho_{sl}}, \quad \rho_{sl} = \frac{1}{w_s/\rho_s + (1-w_s)/\rho_l}",
    (
        LOADING,
        SOLIDS,
        Input("r_solids", gettext_lazy("density of the solids"), "g/cm^3", 0.5, 10, "4.467"),
        Input("r_solvent", gettext_lazy("density of the solvent"), "g/cm^3", 0.5, 3, "1.028"),
    ),
    (
        Output("slurry", gettext_lazy("density of the slurry"), "g/cm^3", 3),
        Output("wet", gettext_lazy("wet film thickness"), "um", 0),
    ),
    _wet,
    "field 4.7.5",
)


def _solvent(dry: float, solids: float, speed: float, width: float) -> Answer:
    share = solids / 100
    area = dry * (1 - share) / share
    return {"area": area, "hour": area * speed * width * 60 / 1000}


SOLVENT_LOAD = Calculator(
    "solvent-load",
    gettext_lazy("Solvent to recover"),
    gettext_lazy("What the dryer takes out of the coating in an hour."),
    r"\dot m = m_A \, \frac{1-w_s}{w_s} \, v \, b",
    (
        Input("dry", gettext_lazy("dry coating"), "g/m^2", 1, 2000, "200"),
        SOLIDS,
        Input("speed", gettext_lazy("web speed"), "m/min", 0.1, 200, "30"),
        Input("width", gettext_lazy("coated width"), "m", 0.01, 3, "0.6"),
    ),
    (
        Output("area", gettext_lazy("solvent per area"), "g/m^2", 1),
        Output("hour", gettext_lazy("solvent per hour"), "kg/h", 1),
    ),
    _solvent,
    "field 4.7.6",
)
ALL = (AREAL_CAPACITY, NP_RATIO, COATING_DENSITY, POROSITY, WET_FILM, SOLVENT_LOAD)
