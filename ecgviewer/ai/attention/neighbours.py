"""Recordings as a model sees them, in two dimensions, and which are alike."""

from importlib import import_module
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from ecgviewer.ai.model import EcgModel, recording_logits
from ecgviewer.ecg.beats import BeatList
from ecgviewer.ecg.recording import Recording

FloatArray = NDArray[np.float64]
Projection = Literal["pca", "umap"]

# UMAP joins each recording with so many, itself among them; fewer have no shape.
NEIGHBOURS, FEWEST_UMAP = 15, 5
SEED = 34


def seen_as(
    recording: Recording, beats: BeatList, model: EcgModel
) -> tuple[FloatArray, FloatArray]:
    """Return a recording's embedding, the mean of its stretches', and its logits.

    Raises ``ModelAbstains``.
    """
    stretches = model.prepare(recording, beats)
    embedding: FloatArray = model.embeddings(stretches).mean(axis=0)
    return embedding, recording_logits(model, stretches)


def principal_plane(vectors: FloatArray) -> FloatArray:
    """Return places on the first two principal components, (n, 2).

    ``vectors`` is (n, width). Each component points where its largest loading is
    positive, so that places hardly turn over when a recording is added.
    """
    centred = vectors - vectors.mean(axis=0)
    left, size, axes = np.linalg.svd(centred, full_matrices=False)
    places = np.zeros((len(vectors), 2))
    n = min(2, len(size))
    largest = np.abs(axes[:n]).argmax(axis=1)
    sign = np.where(axes[np.arange(n), largest] < 0, -1.0, 1.0)
    places[:, :n] = left[:, :n] * size[:n] * sign
    return places


def umap_plane(vectors: FloatArray) -> FloatArray:
    """Return places by UMAP, (n, 2); the same each time (McInnes L, et al., 2018).

    ``vectors`` is (n, width) with ``FEWEST_UMAP`` rows at least. Raises ``ImportError``
    if the package umap-learn, which nothing else needs, is not installed.
    """
    umap = import_module("umap")
    layout = umap.UMAP(
        n_neighbors=min(NEIGHBOURS, len(vectors) - 1),
        # What it begins with by itself needs more recordings.
        init=principal_plane(vectors),
        random_state=SEED,
        n_jobs=1,
    )
    return np.asarray(layout.fit_transform(vectors), dtype=np.float64)


def plane(vectors: FloatArray, wanted: Projection) -> tuple[Projection, FloatArray]:
    """Return places as wanted, or by PCA where that cannot be, and which they are."""
    if wanted == "umap" and len(vectors) >= FEWEST_UMAP:
        try:
            return "umap", umap_plane(vectors)
        except ImportError:
            pass
    return "pca", principal_plane(vectors)


def nearest(vectors: FloatArray, number: int, most: int) -> list[int]:
    """Return the most alike of a recording: by the angle between embeddings.

    Angles are taken from the mean of all, which every recording has in common.
    """
    centred = vectors - vectors.mean(axis=0)
    length = np.linalg.norm(centred, axis=1)
    cosine = centred @ centred[number] / np.maximum(length * length[number], 1e-12)
    order = np.argsort(-cosine, kind="stable")
    return [int(k) for k in order if k != number][:most]
