"""Judge the evidence of every installed model.

    python -m benchmarks.evidence --ptbxl FOLDER --ludb FOLDER [--limit 4]

On a draw of fold 9 of PTB-XL and of LUDB, with 95 % intervals from resampling
recordings, for every installed model or those named:

- degradation (least minus most relevant removed first, of what there is to lose) of
  Owen values of beats, of amplitude, of the QRS complex and of random order; and, where
  a model can be asked so, of integrated gradients, saliency and the last layer's
  attention rollout; and in how many recordings Owen values do better than each;
- how like the leads' map is to that with random weights (mean |rank correlation|);
- pointing: whether the lead and the group with the largest contribution lie in the
  territory of a stated infarct or bundle branch block (reference_results.md, 5.3), with
  the level of chance; and whether the lead lies there or opposite;
- synthetic truth: whether what a known change adds lies where it was made: the lead for
  ST elevation, the beats for dropped P and widened QRS (the share that changed beats
  have of what was added; by chance their share of the beats);
- a record of noise: the largest lead, in logit;
- networks taught permuted statements and measured on others: how many of their maps
  fail the report card, also if nobody asked how well they tell a statement.

Few recordings give wide intervals; the numbers say how many they are of. Recordings are
asked in turns and what is found is kept, so that a run that was cut short goes on.
"""

import argparse
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path

import numpy as np

from benchmarks.evidence.altered import altered, null_recording
from benchmarks.evidence.kept import Kept, Row
from benchmarks.evidence.permuted import CODES, measure, permuted_model
from ecgviewer.ai.attention.look import AttentionError, look
from ecgviewer.ai.evidence.owen import EvidenceError, attribute
from ecgviewer.ai.inference import predict
from ecgviewer.ai.inputs import ModelAbstains
from ecgviewer.ai.installed import installed_bundles, load_installed
from ecgviewer.ai.model import EcgModel, FloatArray
from ecgviewer.ai.registry import EXPLAINERS
from ecgviewer.ai.report.card import ReportCard
from ecgviewer.ai.report.disturbed import with_random_weights
from ecgviewer.ai.report.faithfulness import (
    amplitudes,
    degradations,
    order_of,
    random_orders,
)
from ecgviewer.ai.report.question import Question, lead_map, marginals, question
from ecgviewer.ai.report.report import in_order, rank_correlation, report
from ecgviewer.analysis.beats.rpeaks import detect_r_peaks
from ecgviewer.ecg.beats import BeatList
from ecgviewer.ecg.findings import USUAL, Evidence
from ecgviewer.ecg.leads import ANATOMIC, CABRERA, STANDARD_12
from ecgviewer.ecg.recording import Recording
from ecgviewer.io import read_recording
from training.scoring.metrics import bootstrap
from training.sources.entries import Entry
from training.sources.ludb import list_ludb
from training.sources.ptbxl import list_ptbxl

FOLD, SEED = 9, 34
LATERAL, INFERIOR = ("I", "aVL", "V5", "V6"), ("II", "III", "aVF")
TERRITORIES = {
    "ASMI": ("V1", "V2", "V3", "V4"),
    "AMI": ("V1", "V2", "V3", "V4"),
    "ALMI": ("I", "aVL", "V3", "V4", "V5", "V6"),
    "IMI": INFERIOR,
    "ILMI": (*INFERIOR, *LATERAL),
    "LMI": LATERAL,
    "CLBBB": ("V1", "V6", "I"),
    "CRBBB": ("V1", "V6", "I"),
}
QRS_S = 0.06

N_PERMUTED, N_TAUGHT = 4, 32

Found = dict[str, list[tuple[str, float]]]  # of a measure: recording and value


def drawn(entries: list[Entry], codes: frozenset[str], n: int) -> list[Entry]:
    """Return some recordings of which one of these codes is known, the same each time.

    As many of each code as can be.
    """
    rng, chosen = np.random.default_rng(SEED), {}
    shuffled = [entries[k] for k in rng.permutation(len(entries))]
    for code in sorted(codes) * n:
        fresh = (e for e in shuffled if code in (e.codes or ()))
        entry = next((e for e in fresh if e.record not in chosen), None)
        if entry is not None and len(chosen) < n:
            chosen[entry.record] = entry
    return list(chosen.values())


def judge(entry: Entry, model: EcgModel) -> dict[str, float] | None:
    """Return how good the evidence for what is known of a recording is."""
    recording = read_recording(entry.path)
    beats = detect_r_peaks(recording)
    known = {spec.code for spec in model.labels if spec.shown}
    try:
        prediction = predict(recording, beats, model)
        first = prediction.first_to_explain
        told = sorted(known & TERRITORIES.keys() & (entry.codes or frozenset()))
        code = next(iter(told), first.code if first else None)
        if prediction.abstained is not None or code is None:
            return None
        item = attribute(recording, beats, model)[code]
        asked = question(recording, beats, model, code)
    except (ModelAbstains, EvidenceError):
        return None
    sign = 1.0 if item.logit >= item.baseline_logit else -1.0
    rivals = {
        "amplitude": amplitudes(recording, beats),
        "QRS": _qrs(recording, beats),
        **_rivals(recording, beats, model, code, sign),
    }
    found = _removal(asked, sign * in_order(item), rivals)
    leads = lead_map(asked)
    other = with_random_weights(model, SEED)
    if other is not None:
        there = lead_map(question(recording, beats, other, code))
        found["like random weights"] = abs(rank_correlation(leads, there))
    if code in told and sign > 0:
        found |= _pointing(item, TERRITORIES[code], rivals)
    return found


def _removal(
    asked: Question, own: FloatArray, rivals: Mapping[str, FloatArray]
) -> dict[str, float]:
    maps = {"Owen values": own, **rivals}
    orders = {name: [order_of(cells, asked.valid)] for name, cells in maps.items()}
    orders["random"] = random_orders(asked.valid, 2)
    scores = degradations(asked, orders)
    found = {
        f"degradation, {name}": float(np.mean([one.score for one in several]))
        for name, several in scores.items()
    }
    owen = found["degradation, Owen values"]
    for name in orders.keys() - {"Owen values"}:
        better = owen > found[f"degradation, {name}"]
        found[f"Owen values better than {name}"] = float(better)
    return found


def _rivals(
    recording: Recording, beats: BeatList, model: EcgModel, code: str, sign: float
) -> dict[str, FloatArray]:
    """Return what the methods that a model allows say of each cell, (12, n_beats)."""
    found = {}
    for key, direction in (("ig", sign), ("saliency", 1.0)):
        explainer = EXPLAINERS[key]
        with suppress(EvidenceError):
            told = explainer.attribute(recording, beats, model, [code])[code]
            found[explainer.title.lower()] = direction * told.beats
    with suppress(AttentionError):
        cells = look(recording, beats, model).on_beats("rollout", -1, 0)
        assert cells is not None
        found["rollout"] = np.nan_to_num(cells)
    return found


def _qrs(recording: Recording, beats: BeatList) -> FloatArray:
    """Return the height of QRS in each cell, (12, n_beats)."""
    half, found = round(QRS_S * recording.fs), np.zeros((12, len(beats)))
    for row, lead in enumerate(STANDARD_12):
        if lead in recording.leads:
            signal = np.nan_to_num(recording.lead(lead)[:].astype(np.float64))
            for k, peak in enumerate(beats.r_peaks):
                found[row, k] = np.ptp(signal[max(0, peak - half) : peak + half + 1])
    return found


def _pointing(
    item: Evidence, territory: tuple[str, ...], rivals: Mapping[str, FloatArray]
) -> dict[str, float]:
    lead = max(item.leads, key=lambda name: item.leads[name])
    group = max(item.groups, key=lambda name: item.groups[name])
    opposite = {
        name
        for one in CABRERA.groups
        if set(one.leads) & set(territory)
        for name in one.reciprocal
    }
    reached = [bool(set(one.leads) & set(territory)) for one in ANATOMIC.groups]
    found = {}
    for name, cells in rivals.items():
        of_leads = dict(zip(STANDARD_12, cells.sum(axis=1), strict=True))
        of_groups = {
            key: sum(of_leads[one] for one in leads)
            for key, leads in item.group_leads.items()
        }
        largest = max(of_leads, key=lambda key: of_leads[key])
        found[f"pointing, lead, {name}"] = float(largest in territory)
        largest = max(of_groups, key=lambda key: of_groups[key])
        there = set(item.group_leads[largest]) & set(territory)
        found[f"pointing, group, {name}"] = float(bool(there))
    return found | {
        "pointing, lead": float(lead in territory),
        "pointing, lead: chance": len(territory) / 12,
        "pointing, lead or opposite": float(lead in {*territory, *opposite}),
        "pointing, group": float(bool(set(item.group_leads[group]) & set(territory))),
        "pointing, group: chance": float(np.mean(reached)),
    }


def truth(entry: Entry, model: EcgModel) -> dict[str, float]:
    """Return whether what known changes add is found where they were made.

    They are made to a normal ECG.
    """
    found: dict[str, float] = {}
    recording = read_recording(entry.path)
    beats = detect_r_peaks(recording)
    known = {spec.code for spec in model.labels}
    territory = (INFERIOR, ("V1", "V2", "V3", "V4"))[int(entry.record) % 2]
    for change in altered(recording, beats, territory):
        code = next((c for c in change.codes if c in known), None)
        if code is None:
            continue
        before = question(recording, beats, model, code)
        after = question(change.recording, beats, model, code)
        leads = change.kind == "ST elevation"
        players = _players(change.cells.shape[1], leads=leads)
        added = marginals(after, players) - marginals(before, players)
        if code == "SR":
            added = -added
        changed = change.cells.any(axis=1) if leads else change.cells.any(axis=0)
        if leads:
            hit = float(changed[int(added.argmax())])
        else:
            rise = np.maximum(added, 0)
            hit = float(rise[changed].sum() / max(rise.sum(), 1e-12))
        found[f"truth, {change.kind}"] = hit
        found[f"truth, {change.kind}: chance"] = float(changed.mean())
    nothing = null_recording(recording, int(entry.record))
    beats = detect_r_peaks(nothing)
    try:
        said = predict(nothing, beats, model).findings
        unusual = [finding for finding in said if finding.code not in USUAL]
        first = max(unusual, key=lambda finding: finding.probability, default=None)
        asked = first and question(nothing, beats, model, first.code)
    except ModelAbstains:
        asked = None
    # Of what is abstained from nothing is shown.
    shown = lead_map(asked) if asked else np.zeros(1)
    found["null record, largest lead"] = float(np.abs(shown).max())
    return found


def _players(n_beats: int, *, leads: bool) -> np.ndarray:
    """Return each lead, or each beat, as cells (n, 12, n_beats)."""
    n = 12 if leads else n_beats
    whose = np.arange(12)[:, None] if leads else np.arange(n_beats)[None]
    return np.arange(n)[:, None, None] == np.broadcast_to(whose, (12, n_beats))


def permuted_models(taught: list[Entry]) -> list[EcgModel]:
    """Return networks that were taught by chance, and measured on as many others."""
    half = len(taught) // 2
    ecgs = [read_recording(e.path) for e in taught]
    stated = [_super(e) for e in taught]
    models: list[EcgModel] = []
    for seed in range(N_PERMUTED):
        model = permuted_model(ecgs[:half], stated[:half], seed)
        measure(model, ecgs[half:], stated[half:])
        models.append(model)
    return models


def failing(entry: Entry, model: EcgModel) -> dict[str, float]:
    """Return how the map of what a model says most of a recording fails its card."""
    recording = read_recording(entry.path)
    beats = detect_r_peaks(recording)
    evidence = attribute(recording, beats, model)
    best = max(CODES, key=lambda code: evidence[code].logit)
    card = report(recording, beats, model, evidence[best])
    others = tuple(c for c in card.checks if c.key != "discrimination")
    unmeasured = ReportCard(best, others)
    return {
        "fails": float(card.verdict != "supported"),
        "not to be used": float(card.verdict == "do not use"),
        "AUROC aside: fails": float(unmeasured.verdict != "supported"),
        "AUROC aside: not to be used": float(unmeasured.verdict == "do not use"),
    }


def _super(entry: Entry) -> frozenset[str]:
    """Return stand-ins for superclasses; they are dealt out by chance anyhow."""
    codes = entry.codes or frozenset()
    found = {"MI"} if codes & TERRITORIES.keys() else set()
    found |= {"CD"} if any("BBB" in code for code in codes) else set()
    return frozenset(found | ({"STTC"} if "NORM" not in codes else set()))


def say(title: str, found: Found) -> None:
    print(title)
    for key in sorted(found):
        names, values = zip(*found[key], strict=True)
        array = np.array(values)
        told = bootstrap(lambda rows, a=array: float(a[rows].mean()), names)
        print(
            f"  {key:46s} {told.value:6.2f} [{told.low:5.2f}, {told.high:5.2f}]"
            f"  n {len(values)}"
        )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--ptbxl", type=Path)
    parser.add_argument("--ludb", type=Path)
    parser.add_argument("--limit", type=int, default=4, help="recordings of each kind")
    parser.add_argument("--models", nargs="*", help="else all installed ones")
    parser.add_argument("--no-permuted", action="store_true")
    parser.add_argument("--kept", type=Path, default=Path("evidence.jsonl"))
    arguments = parser.parse_args()
    sources = _sources(arguments.ptbxl, arguments.ludb)
    names = arguments.models
    if names is None:
        names = [bundle.name for bundle in installed_bundles()]
    kept = Kept(arguments.kept)
    for name in names:
        judge_model(load_installed(name), sources, arguments.limit, kept)
    if "fold 9" in sources and not arguments.no_permuted:
        pool = drawn(sources["fold 9"], frozenset({*TERRITORIES, "NORM"}), 2 * N_TAUGHT)
        models, found = permuted_models(pool), Found()
        for k, entry in enumerate(pool[: arguments.limit]):
            model = models[k % N_PERMUTED]
            add(found, entry, kept, "permuted", lambda e, m=model: failing(e, m))
        say("networks taught permuted statements, fold 9", found)


def judge_model(
    model: EcgModel, sources: dict[str, list[Entry]], limit: int, kept: Kept
) -> None:
    """Judge a model's evidence, every source in turns, and print what was found."""
    found = {source: Found() for source in sources}
    asked, normal = (
        {
            source: drawn(entries, frozenset(codes), limit) or entries[:limit]
            for source, entries in sources.items()
        }
        for codes in (TERRITORIES, ["NORM"])
    )
    for k in range(limit):
        for source, own in found.items():
            for kind, entries, find in (
                ("evidence", asked[source], judge),
                ("truth", normal[source], truth),
            ):
                if k < len(entries):
                    name = f"{model.name}, {source}, {kind}"
                    add(own, entries[k], kept, name, lambda e, f=find: f(e, model))
    for source, own in found.items():
        say(f"{model.name}, {source}", own)


def add(
    found: Found, entry: Entry, kept: Kept, name: str, find: Callable[[Entry], Row]
) -> None:
    """Add what is found of a recording to what is known of others."""
    row = kept.found(f"{name}, {entry.record}", lambda: find(entry))
    for key, value in (row or {}).items():
        found.setdefault(key, []).append((entry.record, value))


def _sources(ptbxl: Path | None, ludb: Path | None) -> dict[str, list[Entry]]:
    found: dict[str, list[Entry]] = {}
    if ptbxl is not None:
        found["fold 9"] = [e for e in list_ptbxl(ptbxl) if e.fold == FOLD]
    if ludb is not None:
        found["LUDB"] = list_ludb(ludb)
    return found


if __name__ == "__main__":
    main()
