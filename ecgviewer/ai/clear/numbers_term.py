"""Logistic regression on a few numbers of a recording, added to each logit."""

import torch
from torch import Tensor, nn

# A recording unlike all that was learnt from says no more than the most unusual there.
_FARTHEST_SD = 4.0


class NumbersTerm(nn.Module):
    """A linear function of numbers, with ``products`` a quadratic one.

    ``centre`` and ``spread`` are those of the numbers, ``terms_mean`` of their terms
    (with ``products`` also squares and products), where they were learnt. ``constant``
    is what it says of the mean recording, and of one whose numbers are not known.
    """

    def __init__(self, n_numbers: int, n_labels: int, *, products: bool) -> None:
        super().__init__()
        self.n_numbers, self.products = n_numbers, products
        n_terms = n_numbers
        if products:
            n_terms += n_numbers * (n_numbers + 1) // 2
        self.register_buffer("centre", torch.zeros(n_numbers))
        self.register_buffer("spread", torch.ones(n_numbers))
        self.register_buffer("terms_mean", torch.zeros(n_terms))
        self.centre: Tensor
        self.spread: Tensor
        self.terms_mean: Tensor
        self.weight = nn.Parameter(torch.zeros(n_terms, n_labels))
        self.constant = nn.Parameter(torch.zeros(n_labels))

    def said(self, numbers: Tensor, known: Tensor | None = None) -> Tensor:
        """Return (B, n_labels) from ``numbers`` (B, n_numbers) and which are known."""
        terms = self.terms(numbers) - self.terms_mean
        if known is not None:
            terms = terms * known[:, None]
        logits: Tensor = terms @ self.weight + self.constant
        return logits

    def terms(self, numbers: Tensor) -> Tensor:
        """Return the standardised numbers, and their products, (..., n_terms)."""
        z = ((numbers - self.centre) / self.spread).clamp(-_FARTHEST_SD, _FARTHEST_SD)
        if not self.products:
            return z
        n = self.n_numbers
        rows, columns = torch.triu_indices(n, n, device=z.device)
        return torch.cat([z, z[..., rows] * z[..., columns]], dim=-1)

    @torch.no_grad()
    def scale_logits(self, scale: Tensor) -> None:
        self.weight.mul_(scale)
        self.constant.mul_(scale)


def masked_mean(values: Tensor, chosen: Tensor) -> Tensor:
    """Return the mean over the second axis, by ``chosen``; 0 if nothing is.

    ``chosen`` is true or false, or shares that make up at least one.
    """
    return (values * chosen).sum(dim=1) / chosen.sum(dim=1).clamp(min=1)


def log_power_mean(
    values: Tensor, chosen: Tensor, power: float, least: float = 0.01
) -> Tensor:
    """Return the logarithm of a power mean over the second axis, plus ``least``.

    A high power stands for the maximum: without one value the mean changes by that
    value's share.
    """
    return (masked_mean(values**power, chosen) ** (1 / power) + least).log()
