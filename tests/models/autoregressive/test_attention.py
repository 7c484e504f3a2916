"""Attention: its weights, what it is blind to, and the Transformer with its cache."""

from __future__ import annotations

import math

import pytest
import torch
from densities.weights import randomised
from torch import Generator, Tensor, nn

from probatum.models import SelfAttention, Transformer, attention
from probatum.models.autoregressive import causal_mask
from probatum.models.autoregressive.attention import Cache
from probatum.models.autoregressive.transformer import TransformerBlock


def randn(generator: Generator, *shape: int) -> Tensor:
    return torch.randn(shape, generator=generator, dtype=torch.float64)


@pytest.mark.shows("autoregressive.attention")
@pytest.mark.parametrize("size", [1.0, 1e3, 1e15])
def test_rows_sum_to_one_and_nothing_is_given_to_the_future(size: float, generator: Generator) -> None:
    q, k, v = (size * randn(generator, 3, 2, 7, 4)).unbind(0)
    for mask in (None, causal_mask(7, q)):
        _, alpha = attention(q, k, v, mask)
        torch.testing.assert_close(alpha.sum(-1), torch.ones(2, 7, dtype=torch.float64))
        assert (alpha >= 0).all()
    assert (alpha.triu(1) == 0).all()
    if size == 1.0:
        assert (alpha.tril() == alpha).all()
        assert (alpha[torch.ones(2, 7, 7).tril() == 1] > 0).all()


@pytest.mark.shows("autoregressive.attention")
def test_it_is_the_formula_of_the_sheet(generator: Generator) -> None:
    """alpha = softmax(Q K' / sqrt(D) + M), X~ = alpha V, entry by entry."""
    q, k, v = randn(generator, 3, 5, 4).unbind(0)
    found, alpha = attention(q, k, v, causal_mask(5, q))
    for i in range(5):
        scores = [math.exp(float(q[i] @ k[j]) / math.sqrt(4)) for j in range(i + 1)]
        for j in range(i + 1):
            assert alpha[i, j].item() == pytest.approx(scores[j] / sum(scores), rel=1e-12)
        expected = sum(score / sum(scores) * v[j] for j, score in enumerate(scores))
        torch.testing.assert_close(found[i], expected)


def test_the_mask_is_zero_on_and_below_the_diagonal() -> None:
    inf = torch.inf
    expected = torch.tensor([[0, -inf, -inf], [0, 0, -inf], [0, 0, 0]], dtype=torch.float64)
    assert torch.equal(causal_mask(3, expected), expected)
    assert causal_mask(3, expected).dtype == torch.float64


@pytest.mark.shows("autoregressive.attention")
def test_without_a_mask_it_is_permutation_equivariant(generator: Generator) -> None:
    layer = randomised(SelfAttention(6, heads=2), generator)
    x, order = randn(generator, 2, 8, 6), torch.randperm(8, generator=generator)
    torch.testing.assert_close(layer(x[:, order]), layer(x)[:, order])
    masked = layer(x, causal_mask(8, x))
    assert not torch.allclose(layer(x[:, order], causal_mask(8, x)), masked[:, order])


@pytest.mark.shows("autoregressive.attention")
def test_heads_attend_each_to_their_own_channels(generator: Generator) -> None:
    """Beside torch's own, with the same weights."""
    layer = randomised(SelfAttention(6, heads=3), generator)
    theirs = nn.MultiheadAttention(6, 3, batch_first=True).double()
    with torch.no_grad():
        theirs.in_proj_weight.copy_(torch.cat([layer.query.weight, layer.key.weight, layer.value.weight]))
        theirs.in_proj_bias.zero_()
        theirs.out_proj.weight.copy_(layer.join.weight)
        theirs.out_proj.bias.copy_(layer.join.bias)
    x = randn(generator, 2, 5, 6)
    for mask in (None, causal_mask(5, x)):
        expected, _ = theirs(x, x, x, attn_mask=mask, need_weights=False)
        torch.testing.assert_close(layer(x, mask), expected)


@pytest.mark.shows("autoregressive.attention")
def test_the_cache_gives_what_the_whole_sequence_gives(generator: Generator) -> None:
    layer = randomised(SelfAttention(6, heads=2), generator)
    x = randn(generator, 2, 9, 6)
    cache = Cache(2, 2, 9, layer.key.weight)
    steps = torch.cat([layer(x[:, t : t + 1], cache=cache) for t in range(9)], 1)
    torch.testing.assert_close(steps, layer(x, causal_mask(9, x)), rtol=1e-12, atol=1e-12)


@pytest.mark.shows("autoregressive.attention")
def test_a_block_is_two_residual_parts_on_normalised_input(generator: Generator) -> None:
    block = randomised(TransformerBlock(6, heads=2), generator)
    x = randn(generator, 2, 5, 6)
    mask = causal_mask(5, x)

    def normalised(on: Tensor, norm: nn.LayerNorm) -> Tensor:
        centred = on - on.mean(-1, keepdim=True)
        return centred / (centred.square().mean(-1, keepdim=True) + norm.eps).sqrt() * norm.weight + norm.bias

    middle = x + block.attention(normalised(x, block.before_attention), mask)
    inside = normalised(middle, block.before_perceptron)
    first, _, last = block.perceptron
    expected = middle + last(nn.functional.gelu(first(inside)))
    torch.testing.assert_close(block(x, mask), expected)


@pytest.mark.shows("autoregressive.attention")
def test_the_same_level_elsewhere_is_something_else(generator: Generator) -> None:
    """With the embeddings of places it is told where a level stood; the logits at a step do not hang on the length."""
    model = randomised(Transformer(8, 3, channels=8, heads=2, layers=1), generator)
    x = torch.tensor([[0, 1, 2, 0, 0, 0, 0, 0], [1, 0, 2, 0, 0, 0, 0, 0]])
    found = model.logits(x)
    assert (found[0, 3] - found[1, 3]).abs().min() > 1e-6
    torch.testing.assert_close(model.logits(x[:, :4]), found[:, :4], rtol=1e-12, atol=1e-12)


@pytest.mark.parametrize("place", range(6))
def test_a_step_uses_the_embedding_of_its_own_place(place: int, generator: Generator) -> None:
    model = randomised(Transformer(6, 3, channels=8, heads=2, layers=1), generator)
    x = torch.randint(3, (1, 6), generator=generator)
    before = model.logits(x)
    with torch.no_grad():
        model.places.weight[place] += randn(generator, 8)
    changed = (model.logits(x) != before).any(-1)[0]
    assert changed.tolist() == [step >= place for step in range(6)]


def test_the_first_step_sees_the_start_alone(generator: Generator) -> None:
    model = randomised(Transformer(4, 3, channels=8, heads=2, layers=2), generator)
    x = torch.randint(3, (5, 4), generator=generator)
    first = model.logits(x)[:, 0]
    on = (model.embedding.weight[3] + model.places.weight[0]).reshape(1, 1, 8)
    for block in model.blocks:
        on = block(on)
    torch.testing.assert_close(first, model.read(model.norm(on))[0].expand(5, 3))
