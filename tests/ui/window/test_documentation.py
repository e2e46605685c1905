"""Help opens the site where it was built, else the Markdown; or says why not."""

from pathlib import Path

import pytest
from PySide6.QtGui import QDesktopServices

from ecgviewer import paths
from ecgviewer.ui.shell import documentation
from tests.ui.conftest import Desk


@pytest.fixture
def installation(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """An installation that has nothing to read yet."""
    (tmp_path / "resources").mkdir()
    monkeypatch.setattr(paths, "_PACKAGE", tmp_path / "ecgviewer")
    return tmp_path


def put(path: Path) -> Path:
    path.parent.mkdir(parents=True)
    path.touch()
    return path


def test_a_shipped_site_comes_before_a_built_one_and_markdown_last(installation):
    assert paths.documentation() is None
    markdown = put(installation / "docs" / "README.md")
    assert paths.documentation() == markdown
    built = put(installation / "build" / "docs" / "html" / "index.html")
    assert paths.documentation() == built
    shipped = put(installation / "resources" / "docs" / "index.html")
    assert paths.documentation() == shipped


def test_the_window_opens_it(desk: Desk, monkeypatch) -> None:
    opened = []
    monkeypatch.setattr(
        QDesktopServices, "openUrl", lambda url: bool(opened.append(url)) or True
    )
    session, window = desk.open("a.hea")
    window.actions_table.action("documentation").trigger()
    assert [url.toLocalFile() for url in opened] == [str(paths.documentation())]
    assert session.messages.message is None


@pytest.mark.parametrize(
    ("found", "said"),
    [
        (None, "This installation came without documentation."),
        (Path("page.html"), "Nothing on this computer opens the documentation"),
    ],
)
def test_the_window_says_why_it_does_not_open(desk: Desk, monkeypatch, found, said):
    monkeypatch.setattr(documentation, "documentation", lambda: found)
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda _url: False)
    session, window = desk.open("a.hea")
    window.actions_table.action("documentation").trigger()
    assert session.messages.message is not None
    assert session.messages.message.text.startswith(said)
