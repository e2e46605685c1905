"""A look at attention as files: arrays with names, tables, and what they are of."""

import csv
import io
import json
from collections.abc import Mapping
from typing import Any

import numpy as np

from ecgviewer.ai.attention.look import KINDS, AttentionLook
from ecgviewer.ai.attention.rollout import as_read
from ecgviewer.ai.model import EcgModel
from ecgviewer.ecg.findings import Evidence
from ecgviewer.ecg.leads import STANDARD_12
from ecgviewer.ecg.reasons.phrase import phrase
from ecgviewer.ecg.recording import Recording

NOTICE = phrase(
    "Attention is not evidence: it says what a network looks at, not why it states"
)


def attention_files(
    seen: AttentionLook,
    model: EcgModel,
    recording: Recording,
    evidence: Evidence | None = None,
) -> dict[str, bytes]:
    """Return the files of a look by their names: NPZ, two CSV, JSON.

    ``evidence`` of the same model and recording gives the agreement with it. Nothing
    names the patient or the file.
    """
    return {
        "attention.npz": _npz(seen, evidence),
        "attention-tokens.csv": _tokens_csv(seen),
        "attention-heads.csv": _heads_csv(seen),
        "attention.json": _json(seen, model, recording, evidence),
    }


def _npz(seen: AttentionLook, evidence: Evidence | None) -> bytes:
    attention, measures = seen.attention, seen.measures
    tokens = attention.tokens
    arrays: dict[str, Any] = {
        "weights": attention.weights,
        "allowed": attention.allowed,
        "read": attention.read,
        "rollout": seen.rollout,
        "slopes": attention.slopes,
        "gradient_weighted_rollout": seen.weighted,
        "token_name": np.array([token.name for token in tokens]),
        "token_lead": np.array([-1 if t.lead is None else t.lead for t in tokens]),
        "token_start_s": np.array([token.start_s for token in tokens]),
        "token_stop_s": np.array([token.stop_s for token in tokens]),
        "token_sums_up": np.array([token.sums_up for token in tokens]),
        "beat_limits_s": seen.limits_s,
        "lead_name": np.array(STANDARD_12),
        "owen_beats": None if evidence is None else evidence.beats,
        **{name: getattr(measures, name) for name in vars(measures)},
    }
    out = io.BytesIO()
    known = {name: array for name, array in arrays.items() if array is not None}
    np.savez_compressed(out, **known)
    return out.getvalue()


def _tokens_csv(seen: AttentionLook) -> bytes:
    """Return a row a token: where it lies, and how much of it arrives at the head."""
    attention, last = seen.attention, seen.attention.weights.shape[0] - 1
    arrives = {"rollout": as_read(seen.rollout[last], attention.read)}
    if seen.weighted is not None:
        arrives["gradient_weighted_rollout"] = as_read(
            seen.weighted[last], attention.read
        )
    rows: list[list[Any]] = [
        ["token", "lead", "start_s", "stop_s", "sums_up", "read", *arrives]
    ]
    for k, token in enumerate(attention.tokens):
        lead = "" if token.lead is None else STANDARD_12[token.lead]
        places = [f"{token.start_s:.3f}", f"{token.stop_s:.3f}", int(token.sums_up)]
        numbers = [f"{values[k]:.6g}" for values in (attention.read, *arrives.values())]
        rows.append([token.name, lead, *places, *numbers])
    return _csv(rows)


def _heads_csv(seen: AttentionLook) -> bytes:
    measures = vars(seen.measures)
    rows: list[list[Any]] = [["layer", "head", *measures]]
    for layer, head in np.ndindex(seen.attention.weights.shape[:2]):
        numbers = [f"{array[layer, head]:.6g}" for array in measures.values()]
        rows.append([layer + 1, head + 1, *numbers])
    return _csv(rows)


def _csv(rows: list[list[Any]]) -> bytes:
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows(rows)
    return out.getvalue().encode()


def _json(
    seen: AttentionLook,
    model: EcgModel,
    recording: Recording,
    evidence: Evidence | None,
) -> bytes:
    layers, heads, tokens = seen.attention.weights.shape[:3]
    allowed = seen.attention.allowed
    said: dict[str, Any] = {
        "notice": NOTICE,
        "model": model.name,
        "family": model.family,
        "weights_sha256": model.card.get("weights_sha256"),
        "config": model.card.get("config"),
        "preprocessing": {
            "fs_hz": model.input.fs,
            "window_s": model.input.window_s,
            "tokens": model.input.tokens,
        },
        "recording_sha256": recording.source.sha256,
        "stretch": {"number": seen.number + 1, "of": seen.n_stretches},
        "statement": seen.code,
        "shape": {"layers": layers, "heads": heads, "tokens": tokens},
        "mask": {"allowed_cells": int(allowed.sum()), "cells": int(allowed.size)},
        "seed": None,  # nothing is left to chance
    }
    if evidence is not None:
        said["agreement_with_owen_values"] = _agreements(seen, evidence)
    return (json.dumps(said, indent=2, ensure_ascii=False) + "\n").encode()


def _agreements(seen: AttentionLook, evidence: Evidence) -> Mapping[str, Any]:
    """Return Spearman's correlations, of each head or of each layer's map."""
    found: dict[str, Any] = {"statement": evidence.code, "method": evidence.method}
    for kind in KINDS:
        maps = seen.maps(kind)
        if maps is not None:
            found[kind] = [
                [seen.agreement(kind, layer, head, evidence) for head in range(n)]
                for layer, n in enumerate([maps.shape[1]] * maps.shape[0])
            ]
    return found
