"""Colour schemes, and the sizes and words that more than one module needs."""

from dataclasses import dataclass, replace

from PySide6.QtGui import QColor, QFont, QPalette

from ecgviewer.ui.look.fonts import sized_font
from ecgviewer.ui.text.i18n import marked


@dataclass(frozen=True, eq=False)
class Scheme:
    """Every colour of the paper and of what is drawn on it.

    Evidence for is always an orange and evidence against a blue, which no common
    colour deficiency confuses; the sign is also said by position (up or down) and by
    + or − in text. ``dark`` schemes have a light trace and darken the window, too.
    """

    name: str
    label: str  # shown through tr()
    paper: QColor
    grid_minor: QColor
    grid_major: QColor
    paper_edge: QColor
    desk: QColor  # what lies around the paper
    trace: QColor
    text: QColor
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
    accent: QColor  # of what can be touched, and of amounts without a sign
    dark: bool = False


RED = Scheme(
    name="red",
    label=marked("classic red"),
    paper=QColor("#FFF4F4"),
    grid_minor=QColor("#FFC0C0"),
    grid_major=QColor("#E0A0A0"),
    paper_edge=QColor("#C9B4B4"),
    desk=QColor("#ECECEE"),
    trace=QColor("#000000"),
    text=QColor("#1A1A1A"),
    evidence_for=QColor("#B35806"),
    evidence_against=QColor("#2166AC"),
    evidence_axis=QColor("#8A8A8A"),
    highlight_fill=QColor(120, 120, 200, 38),
    highlight_edge=QColor("#5A5AA8"),
    caliper=QColor("#0B5E2E"),
    caliper_fill=QColor(11, 94, 46, 22),
    beat=QColor("#85858F"),
    beat_different=QColor("#B33A00"),
    second_trace=QColor("#1746A2"),
    accent=QColor("#1D5FC2"),
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
    paper=QColor("#14181C"),
    grid_minor=QColor("#242B31"),
    grid_major=QColor("#3A444D"),
    paper_edge=QColor("#4C5761"),
    desk=QColor("#0C0E10"),
    trace=QColor("#F0F2F4"),
    text=QColor("#E6E8EA"),
    evidence_for=QColor("#F28E2B"),
    evidence_against=QColor("#4F9DDE"),
    evidence_axis=QColor("#8A939B"),
    highlight_fill=QColor(130, 140, 220, 50),
    highlight_edge=QColor("#8E98E0"),
    caliper=QColor("#7ADFA0"),
    caliper_fill=QColor(122, 223, 160, 30),
    beat=QColor("#7E8790"),
    beat_different=QColor("#FF9060"),
    second_trace=QColor("#66B2FF"),
    accent=QColor("#7FB2FF"),
    dark=True,
)
CONTRAST = replace(
    DARK,
    name="contrast",
    label=marked("high contrast"),
    paper=QColor("#000000"),
    grid_minor=QColor("#282828"),
    grid_major=QColor("#505050"),
    paper_edge=QColor("#FFFFFF"),
    desk=QColor("#000000"),
    trace=QColor("#FFFFFF"),
    text=QColor("#FFFFFF"),
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
    paper=QColor("#FFFFFF"),
    grid_minor=QColor("#E4E4E4"),
    grid_major=QColor("#C0C0C0"),
    paper_edge=QColor("#9A9A9A"),
    desk=QColor("#FFFFFF"),
    text=QColor("#000000"),
)
SCHEMES: dict[str, Scheme] = {
    scheme.name: scheme for scheme in (RED, GREY, GREEN, DARK, CONTRAST, PRINT)
}
DEFAULT_SCHEME = RED.name

BANNER_ERROR = "#FBE3D6"
BANNER_WARNING = "#FFF6D5"
BANNER_TEXT = "#222222"

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


def scheme_on(palette: QPalette) -> Scheme:
    """Return the scheme whose colours can be told apart on a widget's background."""
    return DARK if palette.base().color().lightness() < 128 else RED


def window_palette(scheme: Scheme) -> QPalette:
    """Return the colours of the window around a dark paper; of a light one, Qt's."""
    palette = QPalette()
    if not scheme.dark:
        return palette
    role = QPalette.ColorRole
    panel = QColor("#000000" if scheme is CONTRAST else "#1D2226")
    button = QColor("#101010" if scheme is CONTRAST else "#2A3036")
    for roles, colour in (
        ((role.Window, role.AlternateBase, role.ToolTipBase), panel),
        ((role.Base,), scheme.paper),
        ((role.Button,), button),
        (
            (role.WindowText, role.Text, role.ButtonText, role.ToolTipText),
            scheme.text,
        ),
        ((role.BrightText, role.HighlightedText), QColor("#FFFFFF")),
        ((role.PlaceholderText,), scheme.evidence_axis),
        ((role.Light, role.Midlight), scheme.paper_edge),
        ((role.Mid, role.Dark, role.Shadow), scheme.desk),
        ((role.Highlight,), QColor("#2B5C8F")),
        ((role.Link,), scheme.evidence_against),
    ):
        for each in roles:
            palette.setColor(each, colour)
    for each in (role.WindowText, role.Text, role.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, each, QColor("#7C858D"))
    return palette
