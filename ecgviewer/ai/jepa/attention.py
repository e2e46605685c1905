"""Which patches attend to which, and the attention itself.

In cross-pattern attention (CroPA; Kim, arXiv 2410.08559) a patch attends to the patches
of its own lead and to those of its own time. Its logits are computed only where it may
attend, along the lead and across the leads, under one softmax: the same as the full
matrix with all else masked, at a seventh of the cost.

Queries, keys and values have shape (B, heads, n_leads, n_times, width of a head); a
patch is ``lead * n_times + time`` where tokens stand in a row.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass

import torch
from torch import Tensor
from torch.nn import functional

Reach = tuple[Tensor, ...]


@dataclass(frozen=True)
class Pattern:
    """A pattern of attention.

    ``allowed(n_leads, n_times)`` is its mask, (tokens, tokens), True where a token may
    attend. ``reach(present)``, of (B, n_leads, n_times), is what is added to logits,
    computed once for all layers: absent patches are keys for nobody but themselves.
    ``attend(q, k, v, reach)`` returns the values mixed.
    """

    allowed: Callable[[int, int], Tensor]
    reach: Callable[[Tensor], Reach]
    attend: Callable[[Tensor, Tensor, Tensor, Reach], Tensor]


def allowed_present(pattern: Pattern, present: Tensor) -> Tensor:
    """Return who may attend to whom where patches are absent, (B, tokens, tokens)."""
    allowed = pattern.allowed(*present.shape[1:]).to(present.device)
    keys = present.flatten(1)[:, None, :] | _itself(allowed.shape[0], present)
    return allowed & keys


def _itself(n: int, like: Tensor) -> Tensor:
    return torch.eye(n, dtype=torch.bool, device=like.device)


def _forbidding(allowed: Tensor) -> Tensor:
    """Return 0 where ``allowed``, elsewhere minus infinity."""
    return torch.zeros(allowed.shape, device=allowed.device).masked_fill_(
        ~allowed, -math.inf
    )


def _cropa_allowed(n_leads: int, n_times: int) -> Tensor:
    lead = torch.arange(n_leads).repeat_interleave(n_times)
    time = torch.arange(n_times).repeat(n_leads)
    return (lead[:, None] == lead) | (time[:, None] == time)


def _cropa_reach(present: Tensor) -> Reach:
    """Return biases along each lead, (B, 1, L, T, T), and across, (B, 1, T, L, L).

    A patch itself is counted along its lead only.
    """
    n_leads, n_times = present.shape[1:]
    along = present[:, None, :, None, :] | _itself(n_times, present)
    across = present.transpose(1, 2)[:, None, :, None, :] & ~_itself(n_leads, present)
    return _forbidding(along), _forbidding(across)


def _cropa_attend(q: Tensor, k: Tensor, v: Tensor, reach: Reach) -> Tensor:
    along, across = reach
    q = q * q.shape[-1] ** -0.5
    by_time, keys, values = (x.transpose(2, 3) for x in (q, k, v))
    rows = q @ k.transpose(-2, -1) + along
    columns = by_time @ keys.transpose(-2, -1) + across
    weights = torch.cat([rows, columns.transpose(2, 3)], dim=-1).softmax(dim=-1)
    n_times = k.shape[3]
    weights = weights.to(v.dtype)
    mixed: Tensor = weights[..., :n_times] @ v
    crossed = weights[..., n_times:].transpose(2, 3) @ values
    return mixed + crossed.transpose(2, 3)


def _plain_allowed(n_leads: int, n_times: int) -> Tensor:
    return torch.ones(n_leads * n_times, n_leads * n_times, dtype=torch.bool)


def _plain_reach(present: Tensor) -> Reach:
    return (_forbidding(allowed_present(PLAIN, present)[:, None]),)


def _plain_attend(q: Tensor, k: Tensor, v: Tensor, reach: Reach) -> Tensor:
    """Attend to all; ``reach`` may be empty where nothing is absent."""
    queries, keys, values = (x.flatten(2, 3) for x in (q, k, v))
    bias = reach[0].to(q.dtype) if reach else None
    mixed = functional.scaled_dot_product_attention(queries, keys, values, bias)
    return mixed.view_as(v)


CROPA = Pattern(_cropa_allowed, _cropa_reach, _cropa_attend)
PLAIN = Pattern(_plain_allowed, _plain_reach, _plain_attend)
PATTERNS = {"cropa": CROPA, "plain": PLAIN}
