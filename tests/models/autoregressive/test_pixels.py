"""Models of images pixel by pixel: colours, the blind spot, LSTMs over an image."""

from __future__ import annotations

from collections.abc import Callable

import pytest
import torch
from densities.dependence import along, measured
from densities.weights import randomised
from torch import Generator, Tensor, nn

from probatum.identities import gated_activation
from probatum.models import GatedPixelCNN, PixelCNN, PixelRNN
from probatum.models.autoregressive import DiagonalBiLSTM, MaskedConv2d, RowLSTM
from probatum.models.autoregressive.gated_pixel_cnn import gate
from probatum.models.autoregressive.pixel_rnn import DiagonalLSTM, cell
from probatum.models.autoregressive.raster import PixelLogits, centred


def seen_from(column: int, model: nn.Module, generator: Generator) -> Tensor:
    """Which pixels of a 7 x 7 image the pixel in its middle row and this column depends on, over several weights."""
    found = torch.zeros(49, dtype=torch.bool)
    at = 3 * 7 + column
    for _ in range(4):
        randomised(model, generator)
        x = torch.randint(2, (1, 1, 7, 7), generator=generator)
        found |= measured(lambda image: model.logits(image).reshape(1, 49, 2)[:, at : at + 1], x, 2)[0]
    return found.reshape(7, 7)


@pytest.mark.shows("autoregressive.pixelcnn")
@pytest.mark.parametrize("layers", [1, 2, 3, 6])
def test_plain_masks_leave_a_blind_spot(layers: int, generator: Generator) -> None:
    """With kernels of 3 x 3 a pixel sees, d rows up, as far as d to the right: what lies farther is never seen,
    however many layers there are; to the left it sees as far as the layers reach."""
    found = seen_from(2, PixelCNN((1, 7, 7), 2, channels=8, layers=layers), generator)
    reach = layers + 1
    expected = torch.zeros(7, 7, dtype=torch.bool)
    for row in range(4):
        up = 3 - row
        for column in range(7):
            right = column - 2
            expected[row, column] = up <= reach and -reach <= right <= up and (up > 0 or right < 0)
    assert torch.equal(found, expected)
    if layers == 6:
        before = along(torch.arange(49))[3 * 7 + 2].reshape(7, 7)
        blind = [(0, 6), (1, 5), (1, 6), (2, 4), (2, 5), (2, 6)]
        assert [tuple(place) for place in (before & ~found).nonzero().tolist()] == blind


@pytest.mark.shows("autoregressive.pixelcnn")
@pytest.mark.parametrize("column", [0, 2, 6])
def test_two_stacks_leave_none(column: int, generator: Generator) -> None:
    found = seen_from(column, GatedPixelCNN((1, 7, 7), 2, channels=8, layers=7), generator)
    assert torch.equal(found, along(torch.arange(49))[3 * 7 + column].reshape(7, 7))


@pytest.mark.shows("autoregressive.pixelrnn")
@pytest.mark.parametrize("layers", [1, 2])
@pytest.mark.parametrize("column", [0, 2, 5, 6])
def test_a_diagonal_bilstm_sees_all_but_one_pixel(layers: int, column: int, generator: Generator) -> None:
    """One layer is enough. The last pixel of the row above is in no map of that row (mask A), and so it is seen only
    where the first convolution reaches it."""
    model = PixelRNN((1, 7, 7), 2, channels=8, layers=layers, kind="diagonal")
    model.first = MaskedConv2d(1, 8, (3, 3), 1, strict=True)
    expected = along(torch.arange(49))[3 * 7 + column].reshape(7, 7)
    expected[2, 6] = column >= 5
    assert torch.equal(seen_from(column, model, generator), expected)


@pytest.mark.shows("autoregressive.pixelrnn")
def test_a_row_lstm_sees_a_triangle(generator: Generator) -> None:
    """Of one layer on a convolution of 3 x 3: d rows up, one pixel to the right for each row and one more."""
    model = PixelRNN((1, 7, 7), 2, channels=8, layers=1, kind="row")
    model.first = MaskedConv2d(1, 8, (1, 3), 1, strict=True)
    found = seen_from(3, model, generator)
    expected = torch.zeros(7, 7, dtype=torch.bool)
    for row in range(4):
        up = 3 - row
        # Left of the pixel: itself or its neighbour in the layer, and the neighbour of that in the convolution.
        expected[row, max(0, 3 - up - 2) : 3 + up] = True
    assert torch.equal(found, expected)


@pytest.mark.shows("autoregressive.pixelcnn")
@pytest.mark.parametrize("strict", [True, False])
def test_a_mask_keeps_the_order_of_colours(strict: bool) -> None:
    """Of each kernel the centre alone tells colours apart: R sees nothing, or R; G sees R, ..; B sees R and G, .."""
    mask = MaskedConv2d(6, 9, (3, 5), colours=3, strict=strict).mask
    assert (mask[:, :, 0] == 1).all()
    assert (mask[:, :, 1, :2] == 1).all()
    assert (mask[:, :, 1, 3:] == 0).all()
    assert (mask[:, :, 2] == 0).all()
    colours = torch.tensor([[0, 0, 0], [1, 0, 0], [1, 1, 0]] if strict else [[1, 0, 0], [1, 1, 0], [1, 1, 1]])
    centre = colours.repeat_interleave(3, 0).repeat_interleave(2, 1)
    assert torch.equal(mask[:, :, 1, 2], centre.float())


MODELS: dict[str, Callable[[], nn.Module]] = {
    "PixelCNN": lambda: PixelCNN((3, 4, 5), 6, channels=9, layers=2),
    "gated PixelCNN": lambda: GatedPixelCNN((3, 4, 5), 6, channels=9, layers=2),
    "row LSTM": lambda: PixelRNN((3, 4, 5), 6, channels=9, layers=2, kind="row"),
    "diagonal BiLSTM": lambda: PixelRNN((3, 4, 5), 6, channels=9, layers=2, kind="diagonal"),
}


@pytest.mark.parametrize("build", MODELS.values(), ids=MODELS)
def test_colours_of_a_pixel_come_in_turn(build: Callable[[], nn.Module], generator: Generator) -> None:
    """In a larger image, with more levels: of one pixel, R decides G and B, G decides B, and no colour itself."""
    model, found = build(), torch.zeros(3, 3, dtype=torch.bool)
    for _ in range(3):
        randomised(model, generator)
        x = torch.randint(6, (1, 3, 4, 5), generator=generator)
        pattern = measured(lambda image: model.logits(image).reshape(1, 60, 6), x, 6)
        found |= pattern.reshape(3, 4, 5, 3, 4, 5)[:, 2, 3, :, 2, 3]
    assert torch.equal(found, torch.ones(3, 3).tril(-1).bool())


@pytest.mark.parametrize("build", MODELS.values(), ids=MODELS)
def test_only_what_reads_the_image_hides_a_colour_from_itself(build: Callable[[], nn.Module]) -> None:
    """Mask A once, mask B ever after. With A a later layer would still look right from outside, as residual
    connections lead around it."""
    strict = []
    for name, layer in build().named_modules():
        if isinstance(layer, MaskedConv2d):
            above, left = layer.padding
            into, out_of = (torch.arange(size) * 3 // size for size in layer.mask.shape[:2])
            own = layer.mask[:, :, above, left][into.unsqueeze(1) == out_of]
            assert (own == own[0]).all()
            strict += [name] if own[0] == 0 else []
    assert strict in (["first"], ["first.horizontal"])


def test_levels_are_centred() -> None:
    like = torch.zeros((), dtype=torch.float64)
    assert centred(torch.tensor([0, 8, 16]), 17, like).tolist() == [-1, 0, 1]
    assert centred(torch.tensor([0, 1]), 2, like).tolist() == [-1, 1]


@pytest.mark.parametrize("colours", [1, 3])
def test_the_gate_is_a_tanh_times_a_sigmoid(colours: int, generator: Generator) -> None:
    """Of each colour by itself: the claim prints the sigmoid's half without its sigmoid."""
    f, g = torch.randn(2, 4, colours, 2, 5, 5, generator=generator).unbind(0)
    maps = torch.stack([f, g], 2).flatten(1, 3)
    torch.testing.assert_close(gate(maps, colours), (f.tanh() * g.sigmoid()).flatten(1, 2))
    torch.testing.assert_close(gate(maps, colours), gated_activation.torch(f, g).flatten(1, 2))


def test_a_cell_is_torchs(generator: Generator) -> None:
    """torch has the gates in the order input, forget, candidate, output."""
    reference = nn.LSTMCell(3, 2).double()
    x, state, memory = (torch.randn(4, n, generator=generator, dtype=torch.float64) for n in (3, 2, 2))
    gates = x @ reference.weight_ih.T + reference.bias_ih + state @ reference.weight_hh.T + reference.bias_hh
    take, forget, candidate, out = gates.chunk(4, 1)
    found = cell(torch.cat([out, forget, take, candidate], 1), memory, colours=1)
    for mine, theirs in zip(found, reference(x, (state, memory)), strict=True):
        torch.testing.assert_close(mine, theirs)


def test_a_row_lstm_is_its_recursion(generator: Generator) -> None:
    layer = randomised(RowLSTM(4, colours=1), generator)
    maps = torch.randn(2, 4, 3, 5, generator=generator, dtype=torch.float64)
    found, gates = layer(maps), layer.from_input(maps)
    weight, bias = layer.from_state.weight, layer.from_state.bias
    state, memory = torch.zeros(2, 4, 7, dtype=torch.float64), torch.zeros(2, 4, 7, dtype=torch.float64)
    for row in range(3):
        new_state, new_memory = torch.zeros_like(state), torch.zeros_like(memory)
        for column in range(5):
            from_above = sum(state[:, :, column + tap] @ weight[:, :, tap].T for tap in range(3)) + bias
            each = cell(gates[:, :, row, column] + from_above, memory[:, :, column + 1], 1)
            new_state[:, :, column + 1], new_memory[:, :, column + 1] = each
        state, memory = new_state, new_memory
        torch.testing.assert_close(found[:, :, row], state[:, :, 1:6])


@pytest.mark.parametrize(("height", "width"), [(3, 5), (5, 3), (1, 4), (4, 1)])
def test_a_diagonal_lstm_is_its_recursion(height: int, width: int, generator: Generator) -> None:
    layer = randomised(DiagonalLSTM(4, colours=1), generator)
    maps = torch.randn(2, 4, height, width, generator=generator, dtype=torch.float64)
    found, gates = layer(maps), layer.from_input(maps)
    nothing = torch.zeros(2, 4, dtype=torch.float64)
    states: dict[tuple[int, int], tuple[Tensor, Tensor]] = {}
    for row in range(height):
        for column in range(width):
            above, _ = states.get((row - 1, column), (nothing, nothing))
            left, memory = states.get((row, column - 1), (nothing, nothing))
            from_state = layer.from_state(torch.cat([above, left], 1))
            states[row, column] = cell(gates[:, :, row, column] + from_state, memory, 1)
            torch.testing.assert_close(found[:, :, row, column], states[row, column][0])


def test_the_second_direction_is_taken_from_the_row_above(generator: Generator) -> None:
    layer = randomised(DiagonalBiLSTM(4, colours=2), generator)
    maps = torch.randn(2, 4, 3, 5, generator=generator, dtype=torch.float64)
    right = layer.from_right(maps.flip(3)).flip(3)
    found = layer(maps) - layer.from_left(maps)
    torch.testing.assert_close(found[:, :, 1:], right[:, :, :-1])
    assert (found[:, :, 0] == 0).all()


def test_logits_are_read_colour_by_colour(generator: Generator) -> None:
    head = randomised(PixelLogits(4, colours=2, levels=5), generator)
    maps = torch.randn(3, 4, 2, 2, generator=generator, dtype=torch.float64)
    mixed = head.mix(maps.clamp(min=0)).clamp(min=0)
    assert torch.equal(head(maps)[:, 1, 0, 1, 3], head.read(mixed)[:, 5 + 3, 0, 1])
