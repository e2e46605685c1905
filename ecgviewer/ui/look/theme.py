"""The tokens of the window's looks: sizes, weights, spaces and colours of each scheme.

Palette, style sheet, paper and pages read them here; a test says where the window has
another.
"""

from dataclasses import dataclass, replace

from PySide6.QtGui import QColor, QFont

from ecgviewer.ui.look.fonts import sized_font
from ecgviewer.ui.text.i18n import marked

# Letters at 100 %, in pixels of which 96 are an inch; no other size is on the window.
CAPTION_PX, TEXT_PX, STATEMENT_PX, TITLE_PX, NUMERAL_PX = 11.5, 13.0, 15.0, 18.0, 26.0
# The two weights that the bundled font has.
REGULAR, STRONG = QFont.Weight.Normal, QFont.Weight.Bold
# Air between and around things; corners of surfaces and of what can be pressed.
GAP_PX, SPACE_PX, WIDE_SPACE_PX = 4, 8, 16
SURFACE_RADIUS_PX, CONTROL_RADIUS_PX = 8, 6
STATUS_PX, CONTROL_PX, BAR_PX, HEADER_PX = 24, 28, 38, 66


@dataclass(frozen=True, eq=False)
class Scheme:
    """Every colour of the window, of the paper and of what is drawn on it.

    Evidence for is always an orange and evidence against a blue, which no common
    colour deficiency confuses; the sign is also said by position (up or down) and by
    + or − in text. ``dark`` schemes have a light trace and a dark window.
    """

    name: str
    label: str  # shown through tr()
    window: QColor  # between the surfaces
    surface: QColor
    line: QColor  # around surfaces and between rows
    text: QColor
    muted: QColor  # text that steps back
    accent: QColor  # of what can be touched, and of amounts without a sign
    accent_ground: QColor  # behind what is chosen
    outside: QColor  # of values beyond their limits, always with a mark and weight
    warning_ground: QColor
    error_ground: QColor
    paper: QColor
    grid_minor: QColor
    grid_major: QColor
    paper_edge: QColor
    trace: QColor
    evidence_for: QColor
    evidence_against: QColor
    evidence_axis: QColor
    highlight_fill: QColor
    highlight_edge: QColor
    caliper: QColor
    caliper_fill: QColor
    beat: QColor  # one of many that lie over each other
    beat_different: QColor  # dashed as well
    second_trace: QColor  # of the recording that is compared; dashed as well
    dark: bool = False

    @property
    def desk(self) -> QColor:
        """What lies around the paper."""
        return self.window


RED = Scheme(
    name="red",
    label=marked("classic red"),
    window=QColor("#ECEEF1"),
    surface=QColor("#FFFFFF"),
    line=QColor("#D9DDE3"),
    text=QColor("#14181D"),
    muted=QColor("#5A6470"),
    accent=QColor("#1D5FC2"),
    accent_ground=QColor("#E3EDFB"),
    outside=QColor("#8A5300"),
    warning_ground=QColor("#FFF3D6"),
    error_ground=QColor("#FBE3D6"),
    paper=QColor("#FFF8F7"),
    grid_minor=QColor("#F6D3CF"),
    grid_major=QColor("#E9AAA4"),
    paper_edge=QColor("#D9DDE3"),
    trace=QColor("#0E0F10"),
    evidence_for=QColor("#B34A00"),
    evidence_against=QColor("#1F6FB5"),
    evidence_axis=QColor("#7C858F"),
    highlight_fill=QColor(120, 120, 200, 38),
    highlight_edge=QColor("#5A5AA8"),
    caliper=QColor("#0B5E2E"),
    caliper_fill=QColor(11, 94, 46, 22),
    beat=QColor("#85858F"),
    beat_different=QColor("#B33A00"),
    second_trace=QColor("#1746A2"),
)
GREY = replace(
    RED,
    name="grey",
    label=marked("grey"),
    paper=QColor("#FAFAFA"),
    grid_minor=QColor("#DCDCDC"),
    grid_major=QColor("#B4B4B4"),
    paper_edge=QColor("#B0B0B0"),
)
GREEN = replace(
    RED,
    name="green",
    label=marked("green"),
    paper=QColor("#F4FBF4"),
    grid_minor=QColor("#C4E4C8"),
    grid_major=QColor("#93C49B"),
    paper_edge=QColor("#A9C4AD"),
    caliper=QColor("#5B2A86"),
    caliper_fill=QColor(91, 42, 134, 22),
)
DARK = Scheme(
    name="dark",
    label=marked("dark"),
    window=QColor("#101316"),
    surface=QColor("#1A1E22"),
    line=QColor("#2D343B"),
    text=QColor("#E8EBEE"),
    muted=QColor("#98A3AE"),
    accent=QColor("#7FB2FF"),
    accent_ground=QColor("#1F2F46"),
    outside=QColor("#FFC76B"),
    warning_ground=QColor("#3A2F14"),
    error_ground=QColor("#45261A"),
    paper=QColor("#12161A"),
    grid_minor=QColor("#20272D"),
    grid_major=QColor("#333D46"),
    paper_edge=QColor("#2D343B"),
    trace=QColor("#DDEBE4"),
    evidence_for=QColor("#FFA05C"),
    evidence_against=QColor("#62A9EA"),
    evidence_axis=QColor("#8A939B"),
    highlight_fill=QColor(130, 140, 220, 50),
    highlight_edge=QColor("#8E98E0"),
    caliper=QColor("#7ADFA0"),
    caliper_fill=QColor(122, 223, 160, 30),
    beat=QColor("#7E8790"),
    beat_different=QColor("#FF9060"),
    second_trace=QColor("#66B2FF"),
    dark=True,
)
CONTRAST = replace(
    DARK,
    name="contrast",
    label=marked("high contrast"),
    window=QColor("#000000"),
    surface=QColor("#000000"),
    line=QColor("#FFFFFF"),
    text=QColor("#FFFFFF"),
    muted=QColor("#D8D8D8"),
    accent_ground=QColor("#1B3F74"),
    paper=QColor("#000000"),
    grid_minor=QColor("#282828"),
    grid_major=QColor("#505050"),
    paper_edge=QColor("#FFFFFF"),
    trace=QColor("#FFFFFF"),
    evidence_for=QColor("#FF9E1B"),
    evidence_against=QColor("#4DA6FF"),
    evidence_axis=QColor("#A0A0A0"),
    highlight_edge=QColor("#B8BEFF"),
    caliper=QColor("#7CFFB2"),
)
PRINT = replace(
    RED,
    name="print",
    label=marked("print"),
    window=QColor("#FFFFFF"),
    line=QColor("#9A9A9A"),
    text=QColor("#000000"),
    paper=QColor("#FFFFFF"),
    grid_minor=QColor("#E4E4E4"),
    grid_major=QColor("#C0C0C0"),
    paper_edge=QColor("#9A9A9A"),
    trace=QColor("#000000"),
)
SCHEMES: dict[str, Scheme] = {
    scheme.name: scheme for scheme in (RED, GREY, GREEN, DARK, CONTRAST, PRINT)
}
DEFAULT_SCHEME = RED.name

LABEL_HEIGHT_MM = 3.2
STRIP_HEIGHT_MM = 4.0
# Dragging further than this is panning, less is a click.
CLICK_TOLERANCE_PX = 4

# Shown through tr().
NOT_FOR_DIAGNOSIS = marked("Not for diagnosis · research use")
AI_MARK = marked("AI, not for diagnosis")


def label_font(px_per_mm: float) -> QFont:
    """Return the font of lead labels, sized with the paper but always legible."""
    return sized_font(max(9, LABEL_HEIGHT_MM * px_per_mm), bold=True)
