"""A value that is put in for a variable holds for what follows at once, and one that is new is a definition."""

from __future__ import annotations

import pytest
from strategies.documents import verdicts

LINE = "Let $f(x) = a x + b$."
MOMENTS = "Let $g(t) = e^{t} + c$."


@pytest.mark.parametrize(
    ("words", "true", "false"),
    [
        (f"{LINE} Put $x = 0$. Then", "f(x) = b", "f(x) + 1 = b + 1"),
        (f"{LINE} Now take $x = 0$. Then", "f(0) = b", "f(x) = b"),
        (f"{MOMENTS} Setting $t = 0$, we find", "g(0) = 1 + c", "g(t) = 1 + c"),
        (r"Let $x$ and $y$ be real. Let $h(x, y) = x - y$. Let $y = x$. Then", "h(x, y) = 0", "h(x, y) = 0"),
    ],
)
def test_a_value_for_a_variable_ends_with_the_next_display(words: str, true: str, false: str) -> None:
    assert verdicts(f"{words} $$ {true} $$ Hence for all values, $$ {false} $$") == ["proved", "unknown"]


def test_a_text_may_go_on_with_the_value_that_was_put_in() -> None:
    text = f"{LINE} Put $x = 0$. Then $$ f(x) = b $$ Hence $$ f(x) - b = 0 $$ In general, $$ f(x) - b = a x $$"
    assert verdicts(text) == ["proved", "unknown", "proved"]


@pytest.mark.parametrize("verb", ["Set", "Put", "Choose", "Pick", "Let", "Fix", "We set", "Now introduce"])
def test_a_value_for_a_new_letter_is_what_it_is(verb: str) -> None:
    text = f"{verb} $c = 2$. Then $$ c^2 = 4 $$ Hence $$ c^2 + 1 = 5 $$ and $$ c^3 = 9 $$"
    assert verdicts(text) == ["proved", "proved", "refuted"]


@pytest.mark.parametrize(
    ("words", "false"),
    [
        ("If $a = b$ then trivially $f(a) = f(b)$. Now let $a \\neq b$.", "f(a) = f(b)"),
        ("When $X = Y$, we have $\\mathrm{E}[X] = \\mathrm{E}[Y]$. In general,", "\\mathrm{E}[X] = \\mathrm{E}[Y]"),
    ],
)
def test_what_holds_if_two_letters_are_the_same_ends_with_its_sentence(words: str, false: str) -> None:
    assert verdicts(f"{words} $$ {false} $$")[-1] == "unknown"


def test_a_condition_that_begins_a_sentence_is_that_of_its_own_display() -> None:
    text = "For $x > 0$ we have\n\n$$ |x| = x $$\n\nFor $x < 0$ we have\n\n$$ |x| = -x $$\n\nSo\n\n$$ |x| = x $$"
    assert verdicts(text) == ["proved", "proved", "unknown"]
