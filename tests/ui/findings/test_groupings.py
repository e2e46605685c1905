"""Evidence is told by the groups of leads that the reader chooses."""

import json
from pathlib import Path

from PySide6.QtCore import Qt

from ecgviewer.ecg.leads import CABRERA, LEAD_GROUPS
from tests.ui.conftest import Desk


def test_another_grouping_is_told_at_once_and_remembered(desk: Desk) -> None:
    session, window = desk.open("a.hea")
    model = window.findings.evidence.tree.model()
    assert model.rowCount() == len(LEAD_GROUPS)
    window.actions_table.action("grouping_cabrera").trigger()
    assert session.known.evidence is not None
    assert session.known.evidence.grouping == CABRERA
    names = [model.index(row, 0).data() for row in range(model.rowCount())]
    assert names == list(CABRERA.leads)
    assert "Contiguous in Cabrera order" in window.findings.texts()[-1]
    assert f"{CABRERA.n_removals} removals" in window.findings.texts()[-1]
    session, window = desk.open("a.hea")
    assert session.known.evidence is not None
    assert session.known.evidence.grouping == CABRERA


def test_reciprocal_leads_are_told_with_the_group_that_they_face(desk: Desk) -> None:
    _, window = desk.open("a.hea")
    window.grouping.choose("cabrera")
    model = window.findings.evidence.tree.model()
    tip = model.index(1, 0).data(Qt.ItemDataRole.ToolTipRole)
    assert tip.startswith("Reciprocal leads: aVL ")
    assert ", I " in tip


def test_a_grouping_from_a_file_is_taken_and_a_bad_one_refused(
    desk: Desk, tmp_path: Path
) -> None:
    session, window = desk.open("a.hea")
    groups = {"limb": ["I", "II", "III"], "augmented": ["aVR", "aVL", "aVF"]}
    chest = {"right": ["V1", "V2", "V3"], "left": ["V4", "V5", "V6"]}
    good, bad = tmp_path / "good.json", tmp_path / "bad.json"
    good.write_text(json.dumps({"groups": groups | chest}))
    bad.write_text(json.dumps({"groups": groups}))
    window.grouping.choose(str(good))
    assert session.analysis.explaining.grouping.key == "good.json"
    assert window.actions_table.action("grouping_file").isChecked()
    window.grouping.choose(str(bad))
    assert session.messages.message is not None
    assert session.messages.message.text == "bad.json: Lead V1 is in no group."
    assert session.analysis.explaining.grouping.key == "good.json"
    assert desk.settings.load().grouping == str(good)
