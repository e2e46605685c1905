"""What the desktop is told of the program."""

import xml.etree.ElementTree as ET

from ecgviewer.io import FORMATS
from tests.packaging.scripts import ROOT

LINUX = ROOT / "packaging" / "linux"
MIME = "{http://www.freedesktop.org/standards/shared-mime-info}mime-type"


def test_the_desktop_knows_the_types_that_the_program_opens():
    entry = (LINUX / "org.ecgviewer.ecgviewer.desktop").read_text(encoding="utf-8")
    (line,) = [x for x in entry.splitlines() if x.startswith("MimeType=")]
    offered = line.removeprefix("MimeType=").strip(";").split(";")
    types = ET.parse(LINUX / "ecgviewer-mime.xml").getroot().findall(MIME)
    assert sorted(offered) == sorted(row.attrib["type"] for row in types)
    patterns = {
        glob.attrib["pattern"].removeprefix("*")
        for row in types
        for glob in row
        if "pattern" in glob.attrib
    }
    known = {suffix for row in FORMATS.values() for suffix in row.suffixes}
    assert patterns <= known
    assert ".hea" in patterns
