"""The floor is made of a step's matrix multiplications, no more and no fewer."""

import torch
from torch import nn
from torch.nn.attention import SDPBackend, sdpa_kernel
from torch.nn.functional import scaled_dot_product_attention

from training.clear import throughput
from training.clear.throughput import Multiplications

CPU = torch.device("cpu")


def test_a_linear_layer_multiplies_once_forwards_and_twice_backwards():
    layer = nn.Linear(5, 3)
    x = torch.randn(7, 5, requires_grad=True)
    with Multiplications() as products:
        torch.tanh(layer(x)).sum().backward()
    sizes = [(tuple(a[0]), tuple(b[0])) for a, b in products.found]
    assert sorted(sizes) == sorted(
        [((7, 5), (5, 3)), ((7, 3), (3, 5)), ((3, 7), (7, 5))]
    )
    products.replay(CPU)()


def test_attention_multiplies_twice_forwards_and_four_times_backwards():
    q, k, v = (torch.randn(2, 3, 6, 4, requires_grad=True) for _ in range(3))
    with Multiplications() as products, sdpa_kernel(SDPBackend.MATH):
        bias = torch.zeros(2, 1, 6, 6)
        scaled_dot_product_attention(q, k, v, attn_mask=bias).sum().backward()
    assert len(products.found) == 6
    products.replay(CPU)()


def test_the_command_states_rate_floor_share_and_memory(capsys):
    tiny = "--width 24 --depth 1 --heads 4 --hidden 48 --batch 2 --beats 3 --repeats 1"
    throughput.main([*tiny.split(), "--device", "cpu"])
    printed = capsys.readouterr().out
    for part in ("recordings/s", "matrix multiplications alone", "share", "MB", "cpu"):
        assert part in printed
