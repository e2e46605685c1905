"""Published limits: each stands here once, with unit, population and source.

Gates, values, criteria and tables read them from here. What this program chose for its
own measuring, such as how high a wave must be to be seen, stands where it is used.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from ecgviewer.ecg.criteria import Relation
from ecgviewer.ecg.recording import Sex

AHA_3 = "AHA/ACCF/HRS III (Surawicz et al. 2009)"
AHA_4 = "AHA/ACCF/HRS IV (Rautaharju et al. 2009)"
AHA_5 = "AHA/ACCF/HRS V (Hancock et al. 2009)"
SVT = "ACC/AHA/HRS (Page et al. 2016)"
VT = "AHA/ACC/HRS (Al-Khatib et al. 2017)"
UDMI_4 = "Fourth Universal Definition of MI (Thygesen et al. 2018)"
ARMSTRONG = "Armstrong et al. 2012"
SGARBOSSA = "Sgarbossa et al. 1996, modified by Smith et al. 2012"
SOKOLOW = "Sokolow and Lyon 1949"
CORNELL = "Casale et al. 1987"
CORNELL_PRODUCT = "Molloy et al. 1992"
PEGUERO = "Peguero et al. 2017"
ROMHILT = "Romhilt and Estes 1968"
ZEMA = "Zema and Kligfield 1979"
CONVENTION = "convention"
# From this age on limits of adults hold.
ADULT_YEARS = 16.0


@dataclass(frozen=True)
class Limit:
    """What a value is held against: ``relation`` says on which side it counts."""

    relation: Relation
    value: float
    unit: str
    population: str
    source: str


def _adult(relation: Relation, value: float, unit: str, source: str) -> Limit:
    return Limit(relation, value, unit, "adults", source)


@dataclass(frozen=True)
class ByAge:
    """A limit of adults, and those of children from the oldest down.

    ``children`` are pairs of the age from which one holds, and the limit.
    """

    adults: Limit
    children: tuple[tuple[float, Limit], ...]

    def at(self, age_years: float | None) -> Limit:
        """Return the limit that holds at an age; that of adults if it is not known."""
        if age_years is None or age_years >= ADULT_YEARS:
            return self.adults
        return next(limit for from_, limit in self.children if age_years >= from_)


def _children(
    relation: Relation, unit: str, source: str, *rows: tuple[float, str, float]
) -> tuple[tuple[float, Limit], ...]:
    return tuple(
        (from_, Limit(relation, value, unit, population, source))
        for from_, population, value in rows
    )


# -------------------------------------------------------------------------- PR, QRS, QT

LONG_PR = _adult(">", 200.0, "ms", CONVENTION)
SHORT_PR = _adult("<", 120.0, "ms", CONVENTION)
LONG_QRS = ByAge(
    _adult(">", 110.0, "ms", AHA_3),
    _children(
        ">=", "ms", AHA_3, (4.0, "4 to 16 years", 100.0), (0.0, "below 4 years", 90.0)
    ),
)
# Of complete bundle branch block, and of what is called a wide QRS complex.
WIDE_QRS = ByAge(
    _adult(">=", 120.0, "ms", AHA_3),
    _children(
        ">", "ms", AHA_3, (4.0, "4 to 16 years", 100.0), (0.0, "below 4 years", 90.0)
    ),
)
INCOMPLETE_RBBB_FROM = ByAge(
    _adult(">=", 110.0, "ms", AHA_3),
    _children(
        ">=", "ms", AHA_3, (4.0, "4 to 16 years", 90.0), (0.0, "below 4 years", 86.0)
    ),
)
INCOMPLETE_RBBB_TO = ByAge(
    _adult("<", 120.0, "ms", AHA_3),
    _children(
        "<=", "ms", AHA_3, (4.0, "4 to 16 years", 100.0), (0.0, "below 4 years", 90.0)
    ),
)
IVCD_QRS = ByAge(
    _adult(">", 110.0, "ms", AHA_3),
    _children(
        ">", "ms", AHA_3, (8.0, "8 to 16 years", 90.0), (0.0, "below 8 years", 80.0)
    ),
)
FASCICULAR_QRS = Limit("<", 120.0, "ms", "all", AHA_3)
LONG_QTC: Mapping[Sex, Limit] = {
    "female": Limit(">=", 460.0, "ms", "women", AHA_4),
    "male": Limit(">=", 450.0, "ms", "men", AHA_4),
}
SHORT_QTC = _adult("<=", 390.0, "ms", AHA_4)
# Outside of these Bazett's formula corrects too much or too little.
BAZETT_FROM, BAZETT_TO = (
    _adult(">=", 60.0, "bpm", AHA_4),
    _adult("<=", 90.0, "bpm", AHA_4),
)

# ------------------------------------------------------------------------------- rhythm

# Longest less shortest RR interval; the usual limit of a regular sinus rhythm.
IRREGULAR_RR = Limit(">", 120.0, "ms", "all", CONVENTION)
TACHYCARDIA = _adult(">", 100.0, "bpm", SVT)
# Shorter runs are couplets.
RUN = Limit(">=", 3.0, "beats", "all", VT)

# ----------------------------------------------------------------- conduction, QRS axis

LATE_R_V1 = Limit(">", 50.0, "ms", "all", AHA_3)
LATE_R_LATERAL = Limit(">", 60.0, "ms", "all", AHA_3)
EARLY_R_LATERAL = Limit("<=", 60.0, "ms", "all", AHA_3)
LATE_R_AVL = Limit(">=", 45.0, "ms", "all", AHA_3)
# Or wider than R, if that is less.
WIDE_S = Limit(">", 40.0, "ms", "all", AHA_3)
LAFB_AXIS_FROM = Limit(">=", -90.0, "deg", "all", AHA_3)
LAFB_AXIS_TO = Limit("<=", -45.0, "deg", "all", AHA_3)
LPFB_AXIS_FROM = _adult(">=", 90.0, "deg", AHA_3)
LPFB_AXIS_TO = _adult("<=", 180.0, "deg", AHA_3)
EXTREME_AXIS = _adult("<", -90.0, "deg", AHA_3)
LEFT_AXIS_FROM = _adult(">=", -90.0, "deg", AHA_3)
RIGHT_AXIS_TO = _adult("<=", 180.0, "deg", AHA_3)
# As rS or QS in V1 and V2 (Strauss et al. 2011).
R_LESS_S = Limit("<", 0.0, "mV", "all", "Strauss et al. 2011")
# Upper ages in years, and the axes in degrees beyond which one is left or right.
AXES: tuple[tuple[float, Limit, Limit], ...] = tuple(
    (
        upper,
        Limit("<", left, "deg", population, AHA_3),
        Limit(">", right, "deg", population, AHA_3),
    )
    for upper, left, right, population in (
        (0.08, 30.0, 190.0, "newborns"),
        (1.0, 10.0, 120.0, "below 1 year"),
        (5.0, 5.0, 100.0, "1 to 5 years"),
        (8.0, 0.0, 140.0, "5 to 8 years"),
        (ADULT_YEARS, 0.0, 120.0, "8 to 16 years"),
        (float("inf"), -30.0, 90.0, "adults"),
    )
)

# ----------------------------------------------------------------------------- voltages

SOKOLOW_LEFT = _adult(">=", 3.5, "mV", SOKOLOW)
SOKOLOW_AVL = _adult(">", 1.1, "mV", SOKOLOW)
SOKOLOW_RIGHT = _adult(">", 1.05, "mV", AHA_5)
CORNELL_VOLTAGE: Mapping[Sex, Limit] = {
    "female": Limit(">", 2.0, "mV", "women", CORNELL),
    "male": Limit(">", 2.8, "mV", "men", CORNELL),
}
CORNELL_PRODUCT_OF = _adult(">=", 244.0, "mV·ms", CORNELL_PRODUCT)
# What is added to women's voltage before the product.
CORNELL_WOMEN_MV = 0.8
PEGUERO_SUM: Mapping[Sex, Limit] = {
    "female": Limit(">", 2.3, "mV", "women", PEGUERO),
    "male": Limit(">", 2.8, "mV", "men", PEGUERO),
}
ROMHILT_POINTS = _adult(">=", 5.0, "points", ROMHILT)
ROMHILT_LIMB = _adult(">=", 2.0, "mV", ROMHILT)
ROMHILT_CHEST = _adult(">=", 3.0, "mV", ROMHILT)
ROMHILT_P_DEPTH = _adult("<=", -0.1, "mV", ROMHILT)
ROMHILT_P_MS = _adult(">=", 40.0, "ms", ROMHILT)
ROMHILT_AXIS = _adult("<=", -30.0, "deg", ROMHILT)
ROMHILT_QRS = _adult(">=", 90.0, "ms", ROMHILT)
ROMHILT_R_PEAK = _adult(">=", 50.0, "ms", ROMHILT)
# Below this age high voltages are common without hypertrophy.
VOLTAGES_FROM_YEARS = 35.0
LOW_LIMB = Limit("<", 0.5, "mV", "all", CONVENTION)
LOW_CHEST = Limit("<", 1.0, "mV", "all", CONVENTION)
POOR_R_V3 = _adult("<=", 0.3, "mV", ZEMA)
POOR_R_GROWTH = _adult(">=", 0.0, "mV", ZEMA)

# -------------------------------------------------------------------------------- ST, T

ST_ELEVATION = Limit(">=", 0.10, "mV", "all", UDMI_4)
ST_V2_V3_WOMEN = Limit(">=", 0.15, "mV", "women", UDMI_4)
ST_V2_V3_MEN = Limit(">=", 0.20, "mV", "men from 40 years on", UDMI_4)
ST_V2_V3_YOUNG_MEN = Limit(">=", 0.25, "mV", "men below 40 years", UDMI_4)
ST_FURTHER = Limit(">=", 0.05, "mV", "all", UDMI_4)
ST_FURTHER_YOUNG_MEN = Limit(">=", 0.10, "mV", "younger men", UDMI_4)
# From which age on men have the lower limit, in V2, V3, V7 to V9, and in V3R and V4R.
ST_MEN_YEARS, ST_MEN_YEARS_RIGHT = 40.0, 30.0
ST_DEPRESSION = Limit("<=", -0.05, "mV", "all", UDMI_4)
# In hypertrophy, of the height of QRS from its highest to its lowest point.
ST_SHARE_OF_QRS = _adult(">=", 0.25, "", ARMSTRONG)
ST_WITH_QRS = Limit(">=", 0.10, "mV", "all", SGARBOSSA)
ST_DEPRESSED_WITH_QRS = Limit("<=", -0.10, "mV", "all", SGARBOSSA)
ST_SHARE_OF_S = Limit(">=", 0.25, "", "all", SGARBOSSA)
FLAT_T = Limit("<", 0.1, "mV", "all", AHA_4)
