"""What a step is: equations that give a symbol its meaning are no claims about every value of it."""

from __future__ import annotations

import pytest
from strategies.documents import reports, verdicts

# what a document writes before, and the equation that is not claimed of arbitrary values
SUPPOSED = {
    "a symbol on the left": ("", r"\bar{y} = \mu + \frac{1}{\lambda}"),
    "a symbol on the right": ("", r"E[X^2] = m_2"),
    "a symbol that was seen before": ("$$ y + z = z + y $$\n", "y = 2 z + 1"),
    "a square": ("", r"s^2 = \frac{1}{n} \sum_{i=1}^n x_i^2"),
    "a mean of which nothing is known": ("Let $X$ be a random variable.\n", r"\mathrm{E}(X) = a + b"),
    "a bound": ("", r"x \geq 0"),
    "an equation that is set up": ("Setting the derivative to zero gives\n", "a x - b = 0"),
}

# claims that look alike; the word is their verdict
CLAIMED = {
    "an identity": ("", "(a + b)^2 = a^2 + b^2", "refuted"),
    "an identity of one symbol": ("", "a = (a + b) - b", "proved"),
    "a symbol on one side only": ("", r"\frac{d}{dx}(x^2 + c x) = 2 x", "refuted"),
    "a declared symbol": ("<!-- given: x, y \\in \\mathbb{R} -->\n", "x = y + 1", "refuted"),
    "a parameter of a law": ("Let $X \\sim \\mathcal{N}(\\mu, \\sigma^2)$.\n", r"\mu = E[X]", "proved"),
    "another parameter of a law": ("Let $X \\sim \\mathcal{N}(\\mu, \\sigma^2)$.\n", r"\sigma = E[X]", "refuted"),
    "a defined symbol": ("$$ p := 1 - e^{-x} $$\n", r"x = \log(1 - p)", "refuted"),
    "a moment of a known law": ("Let $X \\sim \\mathcal{N}(\\mu, 1)$.\n", r"\mathrm{E}(X^2) = \mu^2", "refuted"),
    "a moment of the same variable": ("", r"\mathrm{E}(X^2) = \mathrm{E}(X)^2", "refuted"),
    "the density of a known law": ("Let $X \\sim \\mathcal{N}(0, 1)$.\n", r"f_X(x) = e^{-x^2/2}", "refuted"),
}


@pytest.mark.parametrize("name", SUPPOSED)
def test_what_gives_a_symbol_its_meaning_is_supposed(name: str) -> None:
    before, row = SUPPOSED[name]
    assert verdicts(f"{before}\n$$ {row} $$")[-1] in ("assumption", "definition")


@pytest.mark.parametrize("name", CLAIMED)
def test_what_speaks_of_symbols_with_a_meaning_is_claimed(name: str) -> None:
    before, row, verdict = CLAIMED[name]
    assert verdicts(f"{before}\n$$ {row} $$")[-1] == verdict


def test_a_row_that_goes_on_is_a_claim_always() -> None:
    text = "$$\n\\begin{aligned}\nx &= y + 1 \\\\\n&= 2 + y\n\\end{aligned}\n$$"
    assert verdicts(text) == ["definition", "refuted"]


# claims of symbols of which nothing is said: a counterexample shows only that they are not arbitrary
LOOSE = {
    "a sum of parts": "k^2 n = n_1 + n_2",
    "a condition": r"K \cdot \lambda = 0",
    "an equation by parts": r"\frac{a}{b} = c + d",
    "an order": r"2 a \leq b + 1",
}


@pytest.mark.parametrize("name", LOOSE)
def test_what_may_say_what_its_symbols_are_is_not_refuted(name: str) -> None:
    (report,) = reports(f"$$ {LOOSE[name]} $$")
    assert report.verdict.value == "unknown"
    assert "nothing is said of" in report.because
    declared = "<!-- given: a, b, c, d, k, n, n_1, n_2, K, \\lambda \\in \\mathbb{R} -->\n"
    (report,) = reports(f"{declared}$$ {LOOSE[name]} $$")
    assert report.verdict.value == "refuted"


def test_what_is_supposed_holds_in_its_section_and_steps_say_that_they_lean_on_it() -> None:
    text = "$$ y + z = z + y $$\n$$ y = 2 z $$\n$$ y + z = 3 z $$\n\n# Next\n\n$$ y + z = 3 z $$"
    _, supposed, inside, outside = reports(text)
    assert supposed.verdict.value == "assumption"
    assert inside.verdict.value == "proved"
    assert "y = 2 z" in inside.assumed
    assert outside.verdict.value == "refuted"


def test_a_bound_after_an_equation_holds_for_that_equation() -> None:
    first, second = reports("$$ |x| = x, \\quad x > 0 $$\n$$ |x| = x $$")
    assert (first.verdict.value, second.verdict.value) == ("proved", "refuted")


def test_the_law_of_a_variable_is_its_density_its_distribution_function_and_its_moments() -> None:
    head = "Let $X \\sim \\mathcal{N}(\\mu, \\sigma^2)$.\n\n"
    density = r"$$ f_X(x) = \frac{1}{\sqrt{2\pi}\sigma} \exp\left[-\frac{(x-\mu)^2}{2\sigma^2}\right] $$"
    moments = r"$$ M_X(t) = \exp\left[\mu t + \frac{1}{2} \sigma^2 t^2\right] $$"
    assert verdicts(f"{head}{density}\n{moments}") == ["proved", "proved"]
    assert verdicts(head + r"$$ F_X(x) = 1 - F_X(x) $$") == ["refuted"]


def test_of_a_variable_whose_law_is_not_known_only_what_holds_for_every_law_is_shown() -> None:
    head = "Let $X \\sim \\mathrm{Cauchy}(a, b)$.\n\n"
    (report,) = reports(head + r"$$ \mathrm{E}(X^2) = \mathrm{E}(X)^2 + b $$")
    assert report.verdict.value == "unknown"
    assert "the distribution Cauchy(a,b) is not known" in report.because
    assert verdicts(head + r"$$ \mathrm{E}((X + 1)^2) = \mathrm{E}(X^2) + 2 \mathrm{E}(X) + 1 $$") == ["proved"]


def test_an_index_of_a_random_variable_is_random() -> None:
    head = "Let $X$ be a random variable.\n\n"
    assert verdicts(head + r"$$ \mathrm{E}(X_i^2) = \mathrm{E}(X_i)^2 $$") == ["refuted"]
    assert verdicts(head + r"$$ \mathrm{E}(X_1^2) = \mathrm{E}(X_1)^2 $$") == ["refuted"]


def test_arrays_of_zeros_and_ones_and_lists() -> None:
    assert verdicts(r"$$ 1_n^\mathrm{T} x = \sum_{i=1}^n x_i $$") == ["proved"]
    assert verdicts("<!-- given: x \\in \\mathbb{R}^n -->\n" r"$$ 0_n^\mathrm{T} x = 1 $$") == ["refuted"]
    assert verdicts(r"$$ [a, b]^\mathrm{T} [c, d] = ac + bd $$") == ["proved"]


def test_a_letter_may_be_a_density_and_a_number() -> None:
    text = "$$ p(x) = p^x (1-p)^{1-x} $$\n$$ p(y) = \\sum_x p(x, y) $$\n$$ 1 - (1 - p) = p $$"
    assert verdicts(text) == ["assumption", "proved", "proved"]


def test_a_mixture_by_name_is_a_law() -> None:
    text = "Let $m = \\frac{1}{2}(p+q)$.\n\n"
    step = r"$$ D_{JS}(p\|q) = \frac12 D_{KL}(p\|m) + \frac12 D_{KL}(q\|m) $$"
    assert verdicts(text + step) == ["proved"]


def test_a_column_of_entries_with_dots_is_the_vector_of_them() -> None:
    text = r"$$ y = \left[ \begin{matrix} y_1 \\ \vdots \\ y_n \end{matrix} \right] $$"
    assert verdicts(text + "\n" + r"$$ y^\mathrm{T} y = \sum_{i=1}^n y_i^2 $$") == ["assumption", "proved"]


def test_a_bar_beside_data_is_their_mean() -> None:
    (report,) = reports(r"$$ \sum_{i=1}^n (x_i - \bar{x})^2 = \sum_{i=1}^n x_i^2 - n \bar{x}^2 $$")
    assert report.verdict.value == "proved"
    assert "\\bar{x} the mean of the entries of x" in report.assumed
    assert verdicts(r"$$ \sum_{i=1}^n (x_i - \bar{x})^2 = \sum_{i=1}^n x_i^2 - \bar{x}^2 $$") == ["refuted"]


def test_a_column_of_named_entries_is_the_vector_of_them() -> None:
    text = r"$$ \beta = \left[ \begin{matrix} \beta_0 \\ \beta_1 \end{matrix} \right] $$"
    assert verdicts(text + "\n" + r"$$ \beta^\mathrm{T} \beta = \beta_0^2 + \beta_1^2 $$") == ["assumption", "proved"]


def test_equations_that_are_set_up_and_bounds_end_with_their_section() -> None:
    text = "Setting the derivative to zero gives\n$$ a x - b = 0 $$\n$$ a x = b $$\n\n# Next\n\n$$ a x = b $$"
    assert verdicts(text)[0] == "assumption"
    assert verdicts(text)[2] in ("assumption", "definition", "refuted")
    first, second = reports("$$ x \\geq 0 $$\n$$ |x| = x $$\n\n# Next\n\n$$ |x| = x $$")[1:]
    assert (first.verdict.value, second.verdict.value) == ("proved", "refuted")


def test_the_root_that_a_square_gives_a_symbol_is_said() -> None:
    supposed, claim = reports(r"$$ s^2 = a^2 + 1 $$" "\n" r"$$ |s| = s $$")
    assert supposed.verdict.value == "assumption"
    assert any(r"s \geq 0" in said for said in claim.assumed)


def test_what_a_named_model_says_of_its_parameters_holds_in_it_alone() -> None:
    models = r"$$ m_0: y \sim \mathrm{Bin}(n, p), \; p = \frac{1}{2} \\ m_1: y \sim \mathrm{Bin}(n, q), \; q = 1 $$"
    assert verdicts(f"Consider two models.\n\n{models}\n\nThen\n\n$$ p (1 - p) = \\frac{{1}}{{4}} $$") == [
        *4 * ["assumption"],
        "proved",
    ]
    assert verdicts(f"Consider two models.\n\n{models}\n\nThen\n\n$$ p (1 - p) = 1 $$")[-1] == "unknown"


def test_a_function_that_words_alone_describe_is_not_any_function() -> None:
    head = "where $g(s, x)$ is the lower incomplete gamma function. Let $X \\sim \\mathrm{Gam}(a, b)$ and $x > 0$.\n\n"
    (report,) = reports(head + r"$$ F_X(x) = \frac{g(a, b x)}{\Gamma(a)} $$")
    assert report.verdict == "unknown"
    assert "it is the lower incomplete gamma function" in report.because


def test_a_value_that_is_said_to_lie_in_a_set_is_that_of_a_special_case() -> None:
    head = "Let $X \\in \\mathbb{R}^n$, $c \\in \\mathbb{R}^n$.\n\nIn the present case, we have\n\n"
    assert verdicts(head + r"$$ c = 0 \in \mathbb{R} $$") == ["assumption", "assumption"]
    assert verdicts(head + r"$$ c = 0 $$") == ["refuted"]


def test_a_standard_deviation_is_no_negative_number() -> None:
    head = "Let $X$ be a random variable with mean $m$ and variance $s^2$.\n\n"
    assert verdicts(head + r"$$ \sqrt{\mathrm{Var}(X)} = s $$") == ["proved"]
    assert verdicts(head + r"$$ \sqrt{\mathrm{Var}(X)} = -s $$") == ["refuted"]


MODELS = {  # of which the gradient of least squares is asked, with y for data
    "errors of which nothing is said": r"Let $X \in \mathbb{R}^{n \times p}$ and $y = X w + \varepsilon$.",
    "errors that are drawn": r"Let $X \in \mathbb{R}^{n \times p}$ and $y = X w + \varepsilon$ with "
    r"$\varepsilon \sim \mathcal{N}(0, \sigma^2 I_n)$.",
    "errors of which it is said later": "$$ y = X w + \\varepsilon $$\n\n"
    "Here $X \\in \\mathbb{R}^{n \\times p}$, and the "
    "errors are normal, $\\varepsilon \\sim \\mathcal{N}(0, \\sigma^2 I_n)$.",
}


@pytest.mark.parametrize("name", MODELS)
def test_the_data_of_a_model_do_not_move_with_its_parameters(name: str) -> None:
    gradient = r"$$ \nabla_w \| y - X w \|^2 = - 2 X^\top (y - X w) $$"
    wrong = r"$$ \nabla_w \| y - X w \|^2 = 2 X^\top (y - X w) $$"
    rest = r"$$ (X^\top X)^{-1} X^\top y - w = (X^\top X)^{-1} X^\top \varepsilon $$"
    found = [report.verdict.value for report in reports(f"{MODELS[name]}\n\n{gradient}\n\n{wrong}\n\n{rest}")]
    assert found[-3] == found[-1] == "proved"
    assert found[-2] != "proved"


@pytest.mark.parametrize("drawn", ["", r", where $\varepsilon_i \sim \mathcal{N}(0, \sigma^2)$ are independent"])
def test_a_loss_is_what_shows_its_arguments(drawn: str) -> None:
    model = rf"Let $x, y \in \mathbb{{R}}^n$ and $y_i = a + b x_i + \varepsilon_i$, $i = 1, \ldots, n${drawn}."
    loss = r"$$ L(a, b) = \sum_{i=1}^n \varepsilon_i^2 = \sum_{i=1}^n (y_i - a - b x_i)^2 $$"
    slope = r"$$ \frac{\mathrm{d} L(a, b)}{\mathrm{d} a} = -2 \sum_{i=1}^n (y_i - a - b x_i) $$"
    wrong = r"$$ \frac{\mathrm{d} L(a, b)}{\mathrm{d} b} = -2 \sum_{i=1}^n (y_i - a - b x_i) $$"
    found = [report.verdict.value for report in reports("\n\n".join((model, loss, slope, wrong)))]
    assert found[-2:] == ["proved", "refuted"]


MOMENTS = {
    "two, by symbols": r"Let $X$ and $Y$ be independent random variables with mean $\mu$ and variance $\sigma^2$.",
    "three, by symbols": r"Let $X$, $Y$ and $Z$ be independent random variables with mean $\mu$ and variance "
    r"$\sigma^2$.",
    "before the names": r"Consider independent random variables $X$ and $Y$ with mean $\mu$ and variance $\sigma^2$.",
}


@pytest.mark.parametrize("name", MOMENTS)
def test_moments_are_of_all_that_are_listed(name: str) -> None:
    steps = r"$$ \mathrm{E}[(X - Y)^2] = 2 \sigma^2 $$" "\n" r"$$ \mathrm{E}[(X - Y)^2] = \sigma^2 $$"
    assert verdicts(f"{MOMENTS[name]}\n\n{steps}") == ["proved", "refuted"]


STANDARD = {
    "by numbers": r"Let $X$ and $Y$ be random variables with mean $0$ and variance $1$.",
    "in words": r"Let $X$ and $Y$ be random variables with zero mean and unit variance.",
    "in words before": r"Consider zero-mean, unit-variance random variables $X$ and $Y$.",
}


@pytest.mark.parametrize("name", STANDARD)
def test_variables_of_given_moments_may_depend_on_each_other(name: str) -> None:
    true = r"$$ \mathrm{Var}(X + Y) = 2 + 2 \mathrm{E}[X Y] $$"
    false = [
        r"$$ \mathrm{Var}(X + Y) = 2 $$",
        r"$$ \mathrm{E}[Y \mid X] = \mathrm{Cov}(X, Y) X $$",
        r"$$ \mathrm{E}[X^2 Y] = 0 $$",
        r"$$ \mathrm{E}[X^4] = 1 + \mathrm{E}[X^3]^2 $$",
    ]
    assert verdicts("\n\n".join((STANDARD[name], true, *false))) == ["proved"] + 4 * ["refuted"]


def test_what_is_said_of_one_variable_is_not_said_of_the_next() -> None:
    head = "Let $U$ be a zero-mean random variable and let $X$ be a random variable.\n\n"
    assert verdicts(head + r"$$ \mathrm{E}[U + X] = \mathrm{E}[X] $$") == ["proved"]
    assert verdicts(head + r"$$ \mathrm{E}[U + X] = \mathrm{E}[U] $$") == ["refuted"]


def test_a_letter_beside_a_random_one_is_not_random() -> None:
    head = "Let $\\mathrm{E}[\\xi] = 0$ and $y = m + \\xi$.\n\n"
    later = r"$$ \mathrm{E}[(y - m)^2] = \mathrm{Var}(\xi) $$"
    assert verdicts(head + r"$$ \mathrm{E}[y] = m $$" + "\n\n" + later) == ["proved", "proved"]


NETWORK = r"""
Let $x, w \in \mathbb{R}^d$, $b, y \in \mathbb{R}$, $z = w^\top x + b$, $a = \tanh(z)$ and $L = \frac{1}{2} (a - y)^2$.

"""


@pytest.mark.parametrize(
    ("step", "verdict"),
    [
        (r"\frac{\partial L}{\partial a} = a - y", "proved"),
        (r"\frac{\partial L}{\partial z} = (a - y) (1 - a^2)", "proved"),
        (r"\frac{\partial L}{\partial z} = \frac{\partial L}{\partial a} \frac{\partial a}{\partial z}", "proved"),
        (r"\frac{\partial L}{\partial w} = \frac{\partial L}{\partial z} x", "proved"),
        (r"\frac{\partial L}{\partial z} = a - y", "refuted"),
        (r"\frac{\partial L}{\partial w} = \frac{\partial L}{\partial a} x", "refuted"),
        (r"\frac{\partial b}{\partial z} = 0", "error"),  # what b is made of is not known
    ],
)
def test_what_is_defined_may_be_differentiated_by(step: str, verdict: str) -> None:
    assert verdicts(f"{NETWORK}$$ {step} $$") == [verdict]


def test_an_error_that_has_a_value_is_no_rest() -> None:
    head = "Let $y = x + \\epsilon$ and $\\epsilon = 2$.\n\n"
    assert verdicts(head + "$$ y = x + 2 $$\n$$ y = x + 3 $$") == ["proved", "refuted"]


PROSE = {
    "a density in a list": r"Let $x_1, \dots, x_n$ be data with density $p(x \mid m) = m e^{-m x}$.",
    "the density is": r"The density of the data is $p(x \mid m) = m e^{-m x}$.",
}


@pytest.mark.parametrize("name", PROSE)
def test_prose_says_what_a_density_is(name: str) -> None:
    steps = r"$$ \log p(x \mid m) = \log m - m x $$" "\n" r"$$ \log p(x \mid m) = \log m + m x $$"
    first, second = reports(f"{PROSE[name]}\n\n{steps}")
    assert first.verdict.value == "proved"
    assert any("p(x" in said for said in first.assumed)
    assert second.verdict.value not in ("proved", "confirmed")


def test_a_loss_in_prose_is_defined_and_what_is_to_be_shown_is_not() -> None:
    step = r"$$ L + 1 = a^2 - 2 a b + b^2 + 1 $$"
    (defined,) = reports("The loss is $L = (a - b)^2$.\n\n" + step)
    (shown,) = reports("We show that the loss is $L = (a - b)^2$.\n\n" + step)
    assert defined.verdict.value == "proved"
    assert not any("(line 1)" in said for said in defined.assumed)
    assert shown.verdict.value == "unknown"


def test_a_law_is_a_density_at_its_point() -> None:
    head = r"Let $q(z|x) = \mathcal{N}(\mu, \sigma^2)$ and $p(z) = \mathcal{N}(0, 1)$." "\n\n"
    true = r"$$ \mathrm{KL}(q(z|x) \| p(z)) = \frac{1}{2} ( \mu^2 + \sigma^2 - \log \sigma^2 - 1 ) $$"
    false = r"$$ \mathrm{KL}(q(z|x) \| p(z)) = \frac{1}{2} ( \mu^2 + \sigma^2 + \log \sigma^2 - 1 ) $$"
    one, other = verdicts(head + true + "\n" + false)
    assert one in ("proved", "confirmed")
    assert other not in ("proved", "confirmed")


def test_a_number_beside_an_entrywise_product_is_one_of_its_entries() -> None:
    head = "Let $a, v \\in \\mathbb{R}^n$.\n\n"
    assert verdicts(head + r"$$ v \odot (1 - a \odot a) = v - v \odot a \odot a $$") == ["proved"]
    assert verdicts(head + r"$$ v \odot (1 - a \odot a) = v + v \odot a \odot a $$") == ["refuted"]
    assert verdicts(head + r"$$ v = 1 - a $$") == ["error"]


def test_a_law_says_what_its_parameters_are_that_nothing_else_is_said_of() -> None:
    head = "Let $X \\sim \\mathcal{N}(0, 1)$ and $c > 0$.\n\n"
    assert verdicts(head + r"$$ 2 X + 1 \sim \mathcal{N}(a, b) $$") == ["unknown"]
    assert verdicts(head + r"$$ 2 X + 1 \sim \mathcal{N}(1, s^2 / 2) $$") == ["unknown"]
    assert verdicts(head + r"$$ 2 X + 1 \sim \mathcal{N}(1, c) $$") == ["refuted"]
    assert verdicts(head + r"$$ 2 X + 1 \sim \mathcal{N}(1, 4) $$") == ["proved"]


def test_a_density_is_taken_at_points_of_the_shape_of_its_law() -> None:
    head = "Let $\\mu, x \\in \\mathbb{R}^n$ and let $S$ be an $n \\times n$ positive definite matrix.\n\n"
    assert verdicts(head + r"$$ \mathcal{N}(x^\top; \mu, S) = \mathcal{N}(x; \mu, S) $$") == ["error"]
    model = r"$$ p(x|m) = \mathcal{N}(x; \mu, S) $$" "\n\n"
    found = verdicts(head + model + r"$$ p(x^\top|m) = \mathcal{N}(x; \mu, S) $$")
    assert found[-1] not in ("proved", "confirmed")


@pytest.mark.parametrize(
    ("words", "true", "false"),
    [
        ("Let $(x, y)$ satisfy $x + y = 3$ and $x - y = 1$.", "x = 2", "x = 1"),
        (r"Given that $\log_2 x = 3$,", "x = 8", "x = 6"),
        ("Let $x$ be real with $x^3 = 8$.", "x = 2", "x = 3"),
    ],
)
def test_what_solves_an_equation_is_a_claim(words: str, true: str, false: str) -> None:
    assert verdicts(f"{words} $$ {true} $$")[0] in ("proved", "confirmed")
    assert verdicts(f"{words} $$ {false} $$")[0] in ("refuted", "unknown")


def test_what_gave_a_value_is_a_claim_the_second_time() -> None:
    given = r"Let $\rho$ be the association of $X$ and $Y$, which have unit variance."
    once = r"$$ \mathrm{Cov}(X, Y) = \rho $$"
    assert verdicts(f"{given}\n\n{once}\n\nThen $$ \\mathrm{{Cov}}(X, Y) = 0 $$") == ["assumption", "unknown"]


AGAIN = {
    "convex": ("arbitrary", r"f(\frac{x + y}{2}) \leq \frac{f(x) + f(y)}{2}"),
    "even": ("any function", "f(-x) = f(x)"),
    "strictly increasing": ("an increasing function", "f(1) < f(2)"),
}


@pytest.mark.parametrize("said", AGAIN)
def test_a_function_that_is_let_again_is_another(said: str) -> None:
    other, claim = AGAIN[said]
    text = f"Let $x, y$ be real. Let $f$ be {said}. $$ {claim} $$ Now let $f$ be {other}. $$ {claim} $$"
    first, second = verdicts(text)
    assert first != "refuted"
    assert second not in ("proved", "confirmed")
