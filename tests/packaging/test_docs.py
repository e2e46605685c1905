"""The documentation: its links, and the pages that the program makes."""

from ecgviewer import __version__
from ecgviewer.app import COMMANDS
from ecgviewer.io import FORMATS
from tests.packaging.scripts import ROOT, script


def test_the_manual_names_each_command_and_its_options():
    said = script("command_line").man_page(__version__, "2026-01-01")
    for command in COMMANDS:
        assert f".SS {command}" in said
    assert r"\-\-second\-opinion" in said
    assert f"ecgviewer {__version__}" in said


def test_every_link_of_the_documentation_leads_somewhere():
    assert list(script("docs").broken_in_markdown(ROOT)) == []


def test_a_broken_link_is_named(tmp_path):
    (tmp_path / "a.md").write_text(
        "# One head\n[b](b.md) [c](c.md#two) [d](#one-head) [e](https://x.org/y)\n"
        "`[code](none.md)` [f](b.md#none)\n"
    )
    (tmp_path / "b.md").write_text("# Two\n```\n# none\n```\n")
    assert list(script("docs").broken_in_markdown(tmp_path)) == [
        "a.md: c.md#two: there is no such file",
        "a.md: b.md#none: there is no such heading",
    ]


def test_a_broken_link_of_the_site_is_named(tmp_path):
    (tmp_path / "a.html").write_text('<p id="x"><a href="b.html#y"></a><a href="#x">')
    (tmp_path / "b.html").write_text('<img src="none.png"><a href="a.html#x">')
    assert list(script("docs").broken_in_html(tmp_path)) == [
        "a.html: b.html#y: nothing there has this name",
        "b.html: none.png: there is no such file",
    ]


def test_pages_of_reference_name_what_the_program_has():
    reference = script("reference")
    formats = reference.formats()
    assert all(f"| {name} |" in formats for name in FORMATS)
    assert "`--second-opinion`" in reference.command_line()
    assert "a \\| b" in reference.table(("x",), [("a | b",)])
