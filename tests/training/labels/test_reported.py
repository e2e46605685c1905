"""Statements that only PTB-XL's reports make."""

import pytest

from tests.training.made_ptbxl import STATEMENTS
from training.labels.material import Material
from training.sources.ptbxl import reported

HEADER = "ecg_id,patient_id,age,sex,scp_codes,strat_fold,filename_lr,filename_hr,report"


@pytest.mark.parametrize(
    "report",
    [
        "sinusrhythmus linkstyp st-hebung in v2-3",
        "st- hebung v1 - v4",
        "ST-Streckenhebung in II",
        "unspezifisch abnormes st-t (hebung) sonst normales ekg",
        "sinus rhythm. st segments are slightly elevated in v2",
        "nonspecific st elevation in v1",
        "st-höjning i v2",
    ],
)
def test_a_report_of_st_elevation_is_found(report):
    assert reported(report) == {"STE"}


@pytest.mark.parametrize(
    "report",
    ["", "st-senkung in v5-6", "st segments are depressed", "t-wellen flach, hebungen"],
)
def test_nothing_else_is(report):
    assert not reported(report)


def test_what_reports_say_is_learnt_beside_the_statements(tmp_path):
    (tmp_path / "scp_statements.csv").write_text(STATEMENTS)
    rows = [HEADER]
    for k in range(4):
        name = f"records500/{k + 1}"
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / f"{name}.hea").write_text("")
        report = "st-hebung in v2" if k < 2 else "normal"
        rows.append(f"{k + 1},{k},60,0,{{'NORM': 100.0}},1,{name},{name},{report}")
    (tmp_path / "ptbxl_database.csv").write_text("\n".join(rows))
    material = Material(tmp_path, tmp_path, min_train=2)
    codes = [label.code for label in material.labels]
    assert codes == ["NORM", "sub:NORM", "STE"]
    targets, asked = material.targets(material.training)
    assert targets[:, -1].tolist() == [True, True, False, False]
    assert asked[:, -1].all()
    published = {label.code for label in material.labelling.published(())}
    assert "STE" not in published
