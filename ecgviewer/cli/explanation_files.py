"""Explanations as files: arrays with names, tables, and what they are of.

Each function returns the files by their names. Nothing in them names the patient or the
file that the recording came from.
"""

import csv
import io
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from typing import Any

import numpy as np

from ecgviewer import __version__
from ecgviewer.ai.ensemble import Ensemble
from ecgviewer.ai.model import EcgModel
from ecgviewer.cli.analysis_json import NOTICE, rule_json
from ecgviewer.ecg.beats import BeatList
from ecgviewer.ecg.criteria import Criterion
from ecgviewer.ecg.evidence.account import account_of
from ecgviewer.ecg.evidence.attribution import Attribution
from ecgviewer.ecg.evidence.wave_shares import SEGMENTS, WaveShares
from ecgviewer.ecg.fiducials import Fiducials
from ecgviewer.ecg.findings import Evidence
from ecgviewer.ecg.leads import STANDARD_12
from ecgviewer.ecg.recording import Recording

Files = dict[str, bytes]
Rows = list[list[Any]]
ABSENT = "beats taken away as the model's family takes them away"
FLAT = "signal replaced by an isoelectric line at 0 of the filtered signal"
LINE = "segments replaced by the beat's isoelectric line in the recording"
# In the place of a segment: what of a beat belongs to none.
REST, PRESENCE = "rest", "presence"
# Of whose work the numbers are.
_LIBRARIES = ("numpy", "scipy", "torch", "captum")


@dataclass(frozen=True, eq=False)
class Context:
    """What an explanation is of.

    ``stated`` is whether the model makes the statement, ``criteria`` all those judged.
    """

    key: str
    code: str
    stated: bool
    criteria: tuple[Criterion, ...]
    recording: Recording
    beats: BeatList
    model: EcgModel


def evidence_files(context: Context, item: Evidence) -> Files:
    """Return Owen values as NPZ, a table of leads x beats, and JSON."""
    leads = tuple(item.leads)
    arrays = {
        "beats": item.beats,
        "beats_se": item.beats_se,
        "beat_times_s": item.beat_times_s,
        "lead_name": np.array(leads),
        "leads": np.array(list(item.leads.values())),
        "group_name": np.array(list(item.groups)),
        "groups": np.array(list(item.groups.values())),
    }
    said = {
        "method": item.method,
        "unit": "logit",
        "mask": ABSENT,
        "logit": item.logit,
        "baseline_logit": item.baseline_logit,
        "gap": item.max_gap,
        "exact": item.exact,
        "n_rounds": item.n_rounds,
        "groups": dict(item.groups),
        "group_leads": {k: list(v) for k, v in item.group_leads.items()},
        "leads": dict(item.leads),
        "account": _account(item),
    }
    table = _beat_rows(leads, item.beats, item.beats_se, item.beat_times_s)
    return _files(context, arrays, said, {"": table})


def _account(item: Evidence) -> dict[str, Any] | None:
    """Return what carries the statement; nothing of waves, which are not asked here."""
    found = account_of(item)
    if found is None:
        return None
    return {
        "total": found.total,
        "part": found.part,
        "leads": list(found.leads),
        "opposing": dict(found.opposing),
        "reciprocal": dict(found.reciprocal),
        "n_beats": found.n_beats,
        "of_beats": found.of_beats,
    }


def map_files(
    context: Context, item: Attribution, fiducials: Fiducials | None = None
) -> Files:
    """Return a map as NPZ, tables of leads x beats and x waves, and JSON.

    There is no table of waves without fiducials.
    """
    arrays: dict[str, Any] = {
        "values": item.values,
        "fs_hz": np.float64(item.fs),
        "beats": item.beats,
        "beat_times_s": item.beat_times_s,
        "lead_name": np.array(STANDARD_12),
    }
    if item.beats_se is not None:
        arrays["beats_se"] = item.beats_se
    said = {
        "method": item.method,
        "unit": item.unit,
        "mask": FLAT,
        "logit": item.logit,
        "baseline_logit": item.baseline_logit,
        "gap": item.gap,
        "complete": item.is_complete,
        "n_steps": item.n_steps,
        "seed": item.seed,
        "leads_not_read": list(item.unread),
        "members_left_out": list(item.left_out),
        "notes": list(item.notes),
    }
    times_s, errors = item.beat_times_s, item.beats_se
    tables = {"": _beat_rows(STANDARD_12, item.beats, errors, times_s)}
    if fiducials is not None:
        tables["-waves"] = list(_wave_rows(item, context.beats, fiducials))
    return _files(context, arrays, said, tables)


def wave_files(context: Context, items: Sequence[WaveShares]) -> Files:
    """Return what waves contribute as NPZ, a table of leads x beats x waves, and JSON.

    The beat of a lead's row over all its beats is empty.
    """
    values = [[item.waves.get(name, np.nan) for name in SEGMENTS] for item in items]
    evidence = [np.nan if x.evidence is None else x.evidence for x in items]
    presence = [np.nan if x.presence is None else x.presence for x in items]
    arrays = {
        "waves": np.array(values),
        "evidence": np.array(evidence),
        "presence": np.array(presence),
        "lead_name": np.array([item.lead for item in items]),
        "wave_name": np.array(list(SEGMENTS)),
        "beats": np.array(items[0].beats),
    }
    times_s, table = context.beats.times_s, [list(_WAVE_HEADER)]
    for item in items:
        one = item.beats[0] if len(item.beats) == 1 else None
        place = ["", ""] if one is None else [one, f"{times_s[one]:.4f}"]
        parts: dict[str, float] = dict(item.waves)
        if item.presence is not None:
            parts[PRESENCE] = item.presence
        table += [[item.lead, *place, k, _number(v)] for k, v in parts.items()]
    said = {
        "method": "Exact Shapley values over the segments of a lead's beats.",
        "unit": "logit",
        "mask": LINE,
        "gap": max(abs(item.gap) for item in items),
        "presence": "the Owen value of the beats less their waves: their being there",
        "segments": {name: list(ends) for name, ends in SEGMENTS.items()},
        "segments_not_told": {item.lead: list(item.missing) for item in items},
    }
    return _files(context, arrays, said, {"": table})


def refusal_files(context: Context, reason: str) -> Files:
    """Return JSON that says why a method has no answer."""
    return {f"{context.key}.json": _json(_facts(context) | {"reason": reason})}


# ------------------------------------------------------------------------ contents

_BEAT_HEADER = ("lead", "beat", "time_s", "contribution", "standard_error")
_WAVE_HEADER = ("lead", "beat", "time_s", "wave", "contribution")


def _files(
    context: Context,
    arrays: Mapping[str, Any],
    said: Mapping[str, Any],
    tables: Mapping[str, Rows],
) -> Files:
    out = io.BytesIO()
    np.savez_compressed(out, **arrays)
    files = {f"{context.key}.npz": out.getvalue()}
    for ending, rows in tables.items():
        text = io.StringIO()
        csv.writer(text, lineterminator="\n").writerows(rows)
        files[f"{context.key}{ending}.csv"] = text.getvalue().encode()
    files[f"{context.key}.json"] = _json({**_facts(context), **said})
    return files


def _facts(context: Context) -> dict[str, Any]:
    model = context.model
    return {
        "notice": NOTICE,
        "key": context.key,
        "statement": context.code,
        "present": context.stated,
        **rule_json(context.code, context.stated, context.criteria),
        "model": model.name,
        "family": model.family,
        "weights_sha256": model.card.get("weights_sha256"),
        "members": model.card.get("members"),
        "preprocessing": {one.name: _reading(one) for one in _networks(model)},
        "recording_sha256": context.recording.source.sha256,
        "n_beats": len(context.beats),
        "seed": None,
        "versions": {"ecgviewer": __version__, **_versions()},
    }


def _networks(model: EcgModel) -> tuple[EcgModel, ...]:
    return model.members if isinstance(model, Ensemble) else (model,)


def _reading(model: EcgModel) -> dict[str, Any]:
    """Return how a network reads a recording; sizes and filters are in its config."""
    return {
        "fs_hz": model.input.fs,
        "window_s": model.input.window_s,
        "tokens": model.input.tokens,
        "config": model.card.get("config"),
    }


def _versions() -> dict[str, str]:
    found = {}
    for name in _LIBRARIES:
        try:
            found[name] = version(name)
        except PackageNotFoundError:  # a program in one piece may not say
            found[name] = "not known"
    return found


def _json(said: Mapping[str, Any]) -> bytes:
    text = json.dumps(said, indent=2, ensure_ascii=False, allow_nan=False)
    return (text + "\n").encode()


def _beat_rows(leads: Sequence[str], beats: Any, errors: Any, times_s: Any) -> Rows:
    rows: Rows = [list(_BEAT_HEADER)]
    for row, lead in enumerate(leads):
        for beat, time_s in enumerate(times_s):
            error = "" if errors is None else _number(errors[row, beat])
            place = [lead, beat, f"{time_s:.4f}"]
            rows.append([*place, _number(beats[row, beat]), error])
    return rows


def _wave_rows(
    item: Attribution, beats: BeatList, fiducials: Fiducials
) -> Iterator[list[Any]]:
    """Yield what lies within each segment, and the rest of each beat."""
    yield list(_WAVE_HEADER)
    row_of = fiducials.rows_of(beats)
    for row, lead in enumerate(STANDARD_12):
        for beat, time_s in enumerate(beats.times_s):
            place, rest = [lead, beat, f"{time_s:.4f}"], float(item.beats[row, beat])
            for name, ends in SEGMENTS.items():
                if row_of[beat] < 0:
                    break
                start_s, stop_s = (fiducials.common(end)[row_of[beat]] for end in ends)
                if not np.isfinite(start_s) or not np.isfinite(stop_s):
                    continue
                own = slice(round(start_s * item.fs), round(stop_s * item.fs))
                value = float(item.values[row, own].sum())
                rest -= value
                yield [*place, name, _number(value)]
            yield [*place, REST, _number(rest)]


def _number(value: float) -> str:
    return "" if not np.isfinite(value) else f"{value:.6g}"
