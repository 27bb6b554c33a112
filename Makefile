# The two commands that a newcomer needs are demo and test; each first installs what is missing.

papers = .venv/bin/papers
quick = addresses dates direction findings imports lists load localise mentions numbering numbers phrases shaping \
	states text typography values zones tasks executor

.PHONY: demo test quick check bench letters collection container setup schema codes lock

demo: setup           ## the sample's bundle
	$(papers) build siem-reap-2024

test:                 ## all tests
	@sh tools/setup.sh tests
	.venv/bin/python -m pytest -q -n 2

quick: setup          ## the tests of settings, words, numbers and rules: no LibreOffice, no PDF
	.venv/bin/python -m pytest -q -n 2 -m "not office" pipeline $(quick:%=tests/test_%.py)

check: setup          ## lint and types
	.venv/bin/ruff check --quiet
	.venv/bin/ruff format --check --quiet
	.venv/bin/mypy

bench: setup          ## the figures, as ratios measured in one run
	.venv/bin/python -m benchmarks.bench

letters: setup        ## those of letters to recipients alone, of lists of as many as SIZES says: SIZES="200 80 400" takes a few minutes
	.venv/bin/python -m benchmarks.letters $(SIZES)

collection: setup     ## every PDF and Office file of FOLDER bound as an enclosure, and what came of them in figures
	.venv/bin/python -m benchmarks.collection $(FOLDER)

container: setup      ## the steps of Containerfile in a root of their own, and a package built there (root, mmdebstrap)
	root=$$(mktemp -d) && .venv/bin/python tools/walk_container.py $$root/root $(BIND:%=--bind %) && rm -rf $$root

setup:
	@sh tools/setup.sh

schema: setup         ## docs/*.schema.json, from the models
	.venv/bin/python tools/make_schema.py

codes: setup          ## docs/findings.md, from the catalogue of findings
	.venv/bin/python tools/make_codes.py

lock = uv pip compile --quiet --universal --generate-hashes --no-header --no-annotate --python-version 3.11
lock:                 ## requirements.lock, from pyproject.toml, and what of it the desk's image has: versions and hashes, no addresses (needs uv)
	$(lock) --extra build --extra dev --extra heic --extra ocr --extra scale --extra desk --extra sign-in \
		--output-file requirements.lock pyproject.toml
	$(lock) --extra build --extra heic --extra desk --extra sign-in --constraints requirements.lock \
		--output-file requirements-desk.lock pyproject.toml
