"""Attention of all layers joined: from which tokens comes what the head reads.

Weights are (layers, heads, tokens, tokens), rows the tokens that attend.
"""

import numpy as np
from numpy.typing import NDArray

Weights = NDArray[np.float32]
FloatArray = NDArray[np.float64]


def rollouts(weights: Weights) -> Weights:
    """Return attention rollout up to each layer, (layers, tokens, tokens).

    After Abnar and Zuidema (ACL 2020): heads are averaged, half of each token goes past
    a layer by its residual connection, and layers are multiplied. Rows sum to 1.
    """
    whole = np.eye(weights.shape[-1], dtype=np.float32)
    found = []
    for layer in weights:
        whole = (layer.mean(axis=0) @ whole + whole) / 2
        found.append(whole)
    return np.stack(found)


def weighted_rollouts(weights: Weights, slopes: Weights) -> Weights:
    """Return gradient-weighted rollout up to each layer, (layers, tokens, tokens).

    After Chefer, Gur and Wolf (ICCV 2021): each weight counts by how much it raises the
    statement's logit (``slopes``), as far as it does; heads are averaged, and what goes
    past a layer counts whole. Without the share of each token in itself, which says
    nothing about the statement.
    """
    own = np.eye(weights.shape[-1], dtype=np.float32)
    whole, found = own, []
    for layer, slope in zip(weights, slopes, strict=True):
        whole = whole + (layer * slope).clip(min=0).mean(axis=0) @ whole
        found.append(whole - own)
    return np.stack(found)


def as_read(matrix: Weights, read: FloatArray) -> FloatArray:
    """Return how much of each token arrives at the head, (tokens,).

    ``matrix`` is (tokens, tokens); ``read`` is what the head takes of each: where it
    takes the mean of all, rollout starts from all alike.
    """
    return read @ matrix.astype(np.float64)
