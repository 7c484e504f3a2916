# make setup    .venv with the command at .venv/bin/probatum
# make test     ruff, mypy and pytest, against the installed package
# make verify   the sheet's claims, derivations and models, then the example homework with its planted mistakes
# make fuzz     random true and false claims against the prover and the refuter
# make mutants  deliberate bugs in the models, each of which the tests must notice
# make gallery  trains the studies of the models, and draws docs/gallery.md
# make bench    how long a step takes
# make corpus   how it does on the documents of FOLDER, on their steps once they are broken, and beside other tools
# make bench-models   how fast the models are, beside other packages
# make likelihoods    trains all models of densities on the same digits and writes docs/likelihoods.md

PYTHON ?= python3
BIN := .venv/bin
SOURCES := $(shell find probatum proofs identities models -type f -not -path '*/__pycache__/*') setup.py pyproject.toml
HOMEWORK := $(addprefix examples/homework., tex md ipynb)

.PHONY: setup test verify fuzz mutants gallery bench corpus bench-models likelihoods clean

setup: .venv/installed

# A plain install, never an editable one: what is tested is what ships. Whatever an earlier build left behind would
# be shipped too, so it goes first.
.venv/installed: .venv/dependencies $(SOURCES)
	rm -rf build *.egg-info
	$(BIN)/pip install --quiet --no-deps --no-build-isolation --force-reinstall .
	rm -rf build *.egg-info
	touch $@

.venv/dependencies: pyproject.toml constraints.txt
	test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(BIN)/pip install --quiet "$$(grep '^setuptools==' constraints.txt)"
	$(BIN)/pip install --quiet "$$(grep '^torch==' constraints.txt)"
	rm -rf build *.egg-info
	$(BIN)/pip install --quiet --no-build-isolation -c constraints.txt '.[models,train,test]'
	rm -rf build *.egg-info
	touch $@

# mypy starts in .venv, as it would find the folder probatum/ here before the installed package.
test: setup
	$(BIN)/ruff check .
	cd .venv && bin/mypy --config-file ../pyproject.toml --cache-dir ../.mypy_cache -p probatum
	$(BIN)/pytest -n auto --dist loadscope

# The homework has mistakes, so exit status 1 is the one that passes.
verify: setup
	$(BIN)/probatum verify
	$(BIN)/probatum check $(HOMEWORK); status=$$?; \
	  echo "probatum check ended with $$status; 1 is expected, as the homework has mistakes"; test $$status -eq 1

fuzz: setup
	$(BIN)/python benchmarks/fuzz.py

mutants: setup
	PYTHONPATH=tests $(BIN)/python -P -m mutants

gallery: setup
	$(BIN)/python -P benchmarks/gallery.py

bench: .venv/peers
	$(BIN)/python benchmarks/speed.py

corpus: .venv/peers
	$(BIN)/python benchmarks/corpus.py $(FOLDER)

# What the benchmarks compare with: the `bench` extra, without the package itself, which is installed already.
.venv/peers: .venv/installed
	$(BIN)/python -c "import tomllib; print(*tomllib.load(open('pyproject.toml', 'rb'))['project']['optional-dependencies']['bench'], sep='\n')" \
	  | $(BIN)/pip install --quiet -c constraints.txt -r /dev/stdin
	touch $@

# What the models are compared with: the `bench-models` extra, without what its packages depend on, which is here
# already, or not needed, and might bring another torch.
bench-models: .venv/installed
	$(BIN)/python -c "import tomllib; print(*tomllib.load(open('pyproject.toml', 'rb'))['project']['optional-dependencies']['bench-models'], sep='\n')" \
	  | $(BIN)/pip install --quiet --no-deps -c constraints.txt -r /dev/stdin
	OMP_NUM_THREADS=1 $(BIN)/python benchmarks/models.py

likelihoods: setup
	OMP_NUM_THREADS=1 $(BIN)/python benchmarks/likelihoods.py

clean:
	rm -rf .venv build *.egg-info .pytest_cache .mypy_cache .ruff_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
