"""The window dressed in a scheme: its palette and the style sheet of its controls."""

from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication, QToolTip, QWidget

from ecgviewer.ui.look import theme
from ecgviewer.ui.look.theme import DEFAULT_SCHEME, SCHEMES, Scheme

_WORN = "ecgviewer_scheme"  # the application's property


def wear(window: QWidget, scheme: Scheme) -> None:
    """Dress the application, with what it opens later, and a window in a scheme."""
    application = QApplication.instance()
    assert isinstance(application, QApplication)
    application.setProperty(_WORN, scheme.name)
    palette = window_palette(scheme)
    if application.palette() != palette:
        QApplication.setPalette(palette)
        QToolTip.setPalette(palette)
    sheet = style_sheet(scheme)
    if window.styleSheet() != sheet:
        window.setStyleSheet(sheet)


def take_letters(window: QWidget) -> None:
    """Let a window have letters of the size chosen, which style sheets hold back."""
    sheet = window.styleSheet()
    window.setStyleSheet("")
    window.setStyleSheet(sheet)


def worn() -> Scheme:
    """Return the scheme that the application wears."""
    application = QApplication.instance()
    name = None if application is None else application.property(_WORN)
    return SCHEMES[name if name in SCHEMES else DEFAULT_SCHEME]


def window_palette(scheme: Scheme) -> QPalette:
    """Return the colours of everything that is not paper."""
    palette, role = QPalette(), QPalette.ColorRole
    for roles, colour in (
        ((role.Window,), scheme.window),
        ((role.Base, role.ToolTipBase, role.Button), scheme.surface),
        ((role.AlternateBase,), scheme.surface),
        ((role.WindowText, role.Text, role.ButtonText), scheme.text),
        ((role.ToolTipText, role.BrightText, role.HighlightedText), scheme.text),
        ((role.PlaceholderText,), scheme.muted),
        ((role.Light, role.Midlight), scheme.surface),
        ((role.Mid, role.Dark, role.Shadow), scheme.line),
        ((role.Highlight,), scheme.accent_ground),
        ((role.Link, role.LinkVisited, role.Accent), scheme.accent),
    ):
        for each in roles:
            palette.setColor(each, colour)
    for each in (role.WindowText, role.Text, role.ButtonText, role.HighlightedText):
        palette.setColor(QPalette.ColorGroup.Disabled, each, scheme.muted)
    return palette


def style_sheet(scheme: Scheme) -> str:
    """Return what the palette cannot say: corners, air and what stands under the mouse.

    It names no font: letters follow the size that the reader chose.
    """
    colours = {
        name: getattr(scheme, name).name()
        for name in (
            *("window", "surface", "line", "text", "muted", "accent", "outside"),
        )
    }
    return _SHEET.format(
        **colours,
        ground=scheme.accent_ground.name(),
        warning=scheme.warning_ground.name(),
        error=scheme.error_ground.name(),
        radius=theme.CONTROL_RADIUS_PX,
        surface_radius=theme.SURFACE_RADIUS_PX,
        gap=theme.GAP_PX,
        space=theme.SPACE_PX,
    )


def tinted(colour: QColor, share: float) -> QColor:
    """Return a colour of a share (0 to 1) of its own opacity."""
    tint = QColor(colour)
    tint.setAlphaF(max(0.0, min(1.0, share)))
    return tint


_SHEET = """
QMainWindow::separator {{ background: {window}; width: {space}px; height: {space}px; }}
QStatusBar {{ background: {surface}; border-top: 1px solid {line}; }}
QStatusBar::item {{ border: none; }}
QStatusBar QLabel, QStatusBar QToolButton {{ color: {muted}; }}
QMenuBar {{ background: transparent; border: none; }}
QMenuBar::item {{ padding: {gap}px {space}px; border-radius: {radius}px; }}
QMenuBar::item:selected {{ background: {ground}; color: {text}; }}
QMenu {{ background: {surface}; border: 1px solid {line}; padding: {gap}px; }}
QMenu::item {{ padding: {gap}px 24px; border-radius: {radius}px; }}
QMenu::item:selected {{ background: {ground}; color: {text}; }}
QMenu::item:disabled {{ color: {muted}; }}
QMenu::separator {{ background: {line}; height: 1px; margin: {gap}px {space}px; }}
QToolTip {{ background: {surface}; color: {text}; border: 1px solid {line}; }}
QToolBar {{ background: transparent; border: none; spacing: {gap}px; }}
QToolBar::separator {{ background: {line}; width: 1px; margin: {gap}px 1px; }}
QToolButton {{
    background: transparent; border: 1px solid transparent;
    border-radius: {radius}px; padding: 3px {radius}px;
}}
QToolButton:hover {{ background: {window}; }}
QToolButton:focus {{ border-color: {accent}; }}
QToolButton:checked, QToolButton:pressed {{ background: {ground}; color: {accent}; }}
QToolButton:disabled {{ color: {muted}; }}
QToolButton[popupMode="2"] {{ padding-right: 14px; }}
QToolButton::menu-indicator {{
    subcontrol-origin: padding; subcontrol-position: right center; right: 3px;
    width: 8px; height: 8px;
}}
QPushButton {{
    background: {surface}; border: 1px solid {line};
    border-radius: {radius}px; padding: {gap}px 12px;
}}
QPushButton:hover {{ background: {window}; }}
QPushButton:focus, QPushButton:default {{ border-color: {accent}; }}
QPushButton:checked {{ background: {ground}; color: {accent}; }}
QPushButton:disabled {{ color: {muted}; }}
QPushButton:flat {{
    background: transparent; border-color: transparent; color: {accent};
}}
QPushButton:flat:hover {{ background: {surface}; }}
QPushButton:flat:focus {{ border-color: {accent}; }}
QTabBar::tab {{
    background: transparent; color: {muted}; border: none;
    border-bottom: 2px solid transparent; padding: {gap}px {space}px;
}}
QTabBar::tab:selected {{ color: {text}; border-bottom-color: {accent}; }}
QTabBar::tab:hover {{ color: {text}; }}
QTabBar::tab:focus {{ color: {accent}; }}
QTabWidget::pane {{ border: none; border-top: 1px solid {line}; }}
QHeaderView {{ background: {surface}; }}
QHeaderView::section {{
    background: {surface}; color: {muted}; border: none;
    border-bottom: 1px solid {line}; padding: {gap}px {gap}px;
}}
QTreeView, QTableView, QListView, QTextEdit, QPlainTextEdit {{
    background: {surface}; border: none; gridline-color: {line};
}}
QTreeView:focus, QTableView:focus, QListView:focus {{ border: 1px solid {accent}; }}
TextTable::item {{ border-bottom: 1px solid {line}; }}
TextTable::item:focus {{ background: {surface}; color: {text}; }}
TextTable::item:selected {{ background: {ground}; color: {text}; }}
QLineEdit {{
    background: {surface}; border: 1px solid {line};
    border-radius: {radius}px; padding: 3px {space}px;
}}
QLineEdit:focus {{ border-color: {accent}; }}
Banner, FilterMark, NoticeStrip {{ background: {warning}; color: {text}; }}
Banner[kind="error"] {{ background: {error}; }}
SmallLabel {{ color: {muted}; }}
FactsLabel[muted="true"] {{ color: {muted}; }}
TitleLabel {{ background: transparent; }}
Welcome {{
    border: 2px dashed {line}; border-radius: {space}px; margin: {space}px 0;
}}
MarkLabel {{ color: {outside}; }}
Badge {{ background: {ground}; color: {accent}; border-radius: {radius}px;
    padding: 1px {space}px; }}
Badge[doubt="true"] {{ background: {warning}; color: {outside}; }}
AnswerRow {{ background: {surface}; border: none; border-bottom: 1px solid {line}; }}
TopRow {{ background: {surface}; border: none; border-bottom: 1px solid {line}; }}
Segments {{
    background: {window}; border: 1px solid {line}; border-radius: {radius}px;
}}
Segments QToolButton {{ color: {muted}; padding: 3px 12px; }}
Segments QToolButton:checked {{
    background: {surface}; color: {text}; border-color: {line};
}}
Segments QToolButton:focus {{ border-color: {accent}; }}
SearchButton {{
    background: {surface}; border-color: {line}; color: {muted}; text-align: left;
}}
MultiplesPanel, MapsPanel {{
    background: {surface}; border: 1px solid {line}; border-radius: {surface_radius}px;
}}
StatementTitle {{ background: {surface}; border-bottom: 1px solid {line}; }}
StatementTitle StatementLabel, StatementTitle FactsLabel {{ color: {muted}; }}
PaperBar {{ background: {surface}; border-bottom: 1px solid {line}; }}
QScrollBar {{ background: transparent; }}
QScrollBar:vertical {{ width: {space}px; }}
QScrollBar:horizontal {{ height: {space}px; }}
QScrollBar::handle {{
    background: {line}; border-radius: {gap}px; min-height: 24px; min-width: 24px;
}}
QScrollBar::handle:disabled {{ background: transparent; }}
QScrollBar::handle:hover {{ background: {muted}; }}
QScrollBar::add-line, QScrollBar::sub-line {{ width: 0; height: 0; }}
QScrollBar::add-page, QScrollBar::sub-page {{ background: transparent; }}
QSplitter::handle {{ background: transparent; }}
"""
