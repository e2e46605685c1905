"""Terms are added once, in their order, and with a share that can be one."""

import json
from pathlib import Path

import pytest

from training.heads import beat_term, ectopy_term, rr_term, shape_term, tree_term

MODULES = (shape_term, rr_term, ectopy_term, beat_term, tree_term)
NAMES = tuple(module.__name__.removeprefix("training.") for module in MODULES)


def run_with(folder: Path, *names: str) -> list[str]:
    """Return the options that name a run with these terms and nothing else."""
    facts = {name: {"speaks_of": {}} for name in names}
    (folder / "config.json").write_text(json.dumps(facts))
    return ["--run", str(folder), "--out", str(folder / "after")]


@pytest.mark.parametrize("turn", range(len(NAMES)), ids=NAMES)
def test_a_term_is_not_added_twice_or_after_a_later_one(
    turn: int, tmp_path: Path
) -> None:
    name, main = NAMES[turn], MODULES[turn].main
    for there in NAMES[turn:]:
        given = run_with(tmp_path, there)
        with pytest.raises(SystemExit, match=f"{there} already; the {name} is added"):
            main(given)
    # what belongs before it does not stand in its way: the run lacks all else
    with pytest.raises(SystemExit, match="neither a bundle nor a run"):
        main(run_with(tmp_path, *NAMES[:turn]))
    assert not (tmp_path / "after").exists()


@pytest.mark.parametrize("module", [beat_term, tree_term])
@pytest.mark.parametrize("share", ["1.5", "0", "-0.1", "nan"])
def test_a_share_is_above_0_and_at_most_1(module, share: str, tmp_path: Path) -> None:
    with pytest.raises(SystemExit, match=r"--share is .*above 0 and at most 1"):
        module.main([*run_with(tmp_path), "--share", share])
    with pytest.raises(SystemExit, match="neither a bundle nor a run"):
        module.main([*run_with(tmp_path), "--share", "1"])
