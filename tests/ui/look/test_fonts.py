"""The program writes in its own font, whatever fonts and settings the machine has."""

import ast
import os
import subprocess
import sys
import unicodedata
from pathlib import Path
from xml.etree import ElementTree

import pytest
from PySide6.QtGui import QFont, QFontInfo, QFontMetricsF, QRawFont
from PySide6.QtWidgets import QApplication

from ecgviewer.paths import resources_dir
from ecgviewer.ui.look.fonts import FAMILY, FILES, sized_font, tabular

ROOT = Path(__file__).resolve().parents[3]
TEXT = "Wavy QTc 1,234.5 ms ± 0,05 mV"
WIDTHS = f"""
from PySide6.QtGui import QFontMetricsF
from ecgviewer.app import make_application
from ecgviewer.ui.look.fonts import sized_font
application = make_application()
for font in (sized_font(13), sized_font(13, bold=True)):
    print(QFontMetricsF(font).horizontalAdvance({TEXT!r}))
"""
NO_FONTS = "<fontconfig></fontconfig>"
FULL_HINTING = """<fontconfig><match target="font">
<edit name="hinting" mode="assign"><bool>true</bool></edit>
<edit name="hintstyle" mode="assign"><const>hintfull</const></edit>
<edit name="rgba" mode="assign"><const>rgb</const></edit>
</match></fontconfig>"""


def shown_characters() -> set[str]:
    """Return the characters of the texts of both languages and of the interface."""
    texts = ElementTree.parse(resources_dir() / "translations" / "ecgviewer_de.ts")
    shown = set("".join(texts.getroot().itertext()))
    for path in (ROOT / "ecgviewer" / "ui").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                shown |= set(node.value)
    return {c for c in shown if unicodedata.category(c) not in ("Cc", "Cf")}


@pytest.mark.parametrize("name", FILES)
def test_the_font_has_every_character_that_is_shown(
    qapp: QApplication, name: str
) -> None:
    font = QRawFont(str(resources_dir() / "fonts" / name), 12)
    missing = {c for c in shown_characters() if not font.supportsCharacter(ord(c))}
    assert not missing


@pytest.mark.skipif(sys.platform != "linux", reason="fontconfig is Linux's")
@pytest.mark.parametrize("settings", [NO_FONTS, FULL_HINTING])
def test_text_is_as_wide_on_a_machine_with_other_fonts(
    qapp: QApplication, tmp_path: Path, settings: str
) -> None:
    config = tmp_path / "fonts.conf"
    config.write_text(f'<?xml version="1.0"?>{settings}')
    done = subprocess.run(
        [sys.executable, "-c", WIDTHS],
        env=os.environ | {"FONTCONFIG_FILE": str(config)},
        capture_output=True,
        text=True,
        check=True,
    )
    fonts = (sized_font(13), sized_font(13, bold=True))
    families = [QFontInfo(font).family() for font in (qapp.font(), *fonts)]
    assert families == [FAMILY] * 3
    here = [QFontMetricsF(font).horizontalAdvance(TEXT) for font in fonts]
    assert [float(line) for line in done.stdout.split()] == here


@pytest.mark.parametrize("bold", [False, True])
def test_figures_of_columns_are_equally_wide(qapp: QApplication, bold: bool) -> None:
    font = qapp.font()
    font.setBold(bold)
    metrics = QFontMetricsF(tabular(font))
    assert len({metrics.horizontalAdvance(figure * 10) for figure in "0123456789"}) == 1


def test_a_tabular_font_takes_everything_else_from_where_it_stands(
    qapp: QApplication,
) -> None:
    larger = qapp.font()
    larger.setPointSizeF(2 * larger.pointSizeF())
    shown = tabular().resolve(larger)
    assert (shown.family(), shown.pointSizeF()) == (FAMILY, larger.pointSizeF())
    assert shown.isFeatureSet(QFont.Tag("tnum"))
