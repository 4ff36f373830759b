# Every command a person or a machine needs, one readable line each; `make` lists them.
PYTHON ?= python3
BIN := .venv/bin
DEMO_OUT ?= demo-out

.PHONY: help run test quick lint format bench sim hub hub-demo hub-demo-server texts lock schema newest settings holidays architecture roles rights attacks readers axe notices sbom mutants clean

help: ## list the commands
	@grep -E '^[a-z-]+:.*##' Makefile | sed 's/:.*## /\t/' | expand -t 17

run: .venv/ready ## open the application on the reference study; without a screen, play a demo shift
	@$(BIN)/cati demo --out $(DEMO_OUT)

test: .venv/ready-dev ## run every test, on all processors
	@packaging/system_packages.sh test
	@QT_QPA_PLATFORM=offscreen $(BIN)/python -m pytest -q -n auto --dist worksteal

quick: .venv/ready-dev ## run the unit tests but for the long ones
	@QT_QPA_PLATFORM=offscreen $(BIN)/python -m pytest -x -q -n auto --dist worksteal -m "not slow" tests/unit

lint: .venv/ready-dev ## format, rules, types, import contracts
	@$(BIN)/ruff format --check . && $(BIN)/ruff check . && $(BIN)/mypy && $(BIN)/lint-imports --no-cache

format: .venv/ready-dev ## put the code into the project's format
	@$(BIN)/ruff format . && $(BIN)/ruff check --fix .

bench: .venv/ready-dev ## measure what is promised: key to next question, next case
	@QT_QPA_PLATFORM=offscreen $(BIN)/python -m tests.bench

mutants: .venv/ready-dev ## plant mistakes in a copy and see a test fail at each
	@QT_QPA_PLATFORM=offscreen $(BIN)/python -m tests.mutants

hub-demo: .venv/ready ## play a shift of three stations with a hub, and print its figures as one line of JSON
	@$(BIN)/python -m cati_app demo --hub --interviews 12 --out hub-demo-out --force --json

hub-demo-server: .venv/ready-dev ## the same with the hub's databases on a PostgreSQL server that is started for it
	@$(BIN)/python -m tests.on_postgres $(BIN)/python -m cati_app demo --hub --interviews 12 --out hub-demo-server-out --force --json

hub: .venv/ready ## serve a hub in the folder HUB (default: hub), reached at ADDRESS (default: https://127.0.0.1:8443)
	@test -e $(or $(HUB),hub)/certificate.pem || $(BIN)/python -m cati_app hub init $(or $(HUB),hub) --address $(or $(ADDRESS),https://127.0.0.1:8443)
	@$(BIN)/python -m cati_app hub serve $(or $(HUB),hub)

sim: .venv/ready-dev ## play N histories of a hub and its stations, and tell what did not hold
	@$(BIN)/python -m tests.sim --histories $(or $(N),300) --engine $(or $(ENGINE),memory)

texts: .venv/ready-dev ## bring the catalogues up to date with the source strings, and compile them
	@$(BIN)/python packaging/texts.py

readers: .venv/readers/ready ## have other programs read what is written, and compute alpha (installs them as root); schemas where SCHEMAS says a folder
	@packaging/system_packages.sh readers
	@$(BIN)/python -m tests.readers --packages .venv/readers $(if $(SCHEMAS),--schemas $(SCHEMAS))

axe: .venv/axe/ready ## check every HTML file that the program writes for accessibility, in headless Chromium (installs it as root)
	@packaging/system_packages.sh axe
	@$(BIN)/python -m tests.axe --packages .venv/axe

.venv/readers/ready .venv/axe/ready: .venv/%/ready: requirements/%.txt | .venv/ready-dev
	@rm -rf .venv/$* && $(BIN)/python -m pip install -q --disable-pip-version-check --target .venv/$* --no-deps --require-hashes -r $<
	@touch $@

lock: .venv/ready-dev ## pin every dependency with its hash
	@for f in build runtime dev readers; do $(BIN)/uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
	  --no-annotate --custom-compile-command "make lock" requirements/$$f.in -o requirements/$$f.txt || exit 1; done
	@$(BIN)/uv pip compile -q --no-deps --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-annotate \
	  --custom-compile-command "make lock" requirements/axe.in -o requirements/axe.txt # of that package axe-core alone is used

schema: .venv/ready ## write the JSON Schema of study.yaml into resources/
	@$(BIN)/python -m cati_app.study.schema resources/study.schema.json

newest: .venv/ready-dev ## write the newest form of a database, which new ones get, from one that took every step
	@$(BIN)/python packaging/newest_form.py

settings: .venv/ready-dev ## write docs/study-yaml.md, the page of every setting, from the model
	@$(BIN)/python packaging/settings_page.py

holidays: .venv/ready-dev ## write the countries and states whose public holidays are known, from the library of holidays
	@$(BIN)/python packaging/holiday_regions.py

architecture: .venv/ready-dev ## draw the rooms and their imports into docs/architecture.md
	@$(BIN)/python packaging/architecture.py

roles: .venv/ready-dev ## write docs/roles.md, who may do what, from the code
	@$(BIN)/python packaging/roles_page.py && cat docs/roles.md

rights: .venv/ready-dev ## write docs/hub-rights.md, who may ask a hub for what, and ask it on both engines
	@$(BIN)/python -m tests.hub_rights --write && $(BIN)/python -m tests.hub_rights

attacks: .venv/ready-dev ## try every attack of SECURITY.md, and write down there what the program said
	@$(BIN)/python -m tests.faults --attacks --write

notices: .venv/ready ## write THIRD-PARTY-NOTICES.md from what is pinned and installed
	@$(BIN)/python packaging/notices.py

sbom: .venv/ready-dev ## write sbom.cdx.json (CycloneDX): every package the program runs on, with version and hashes
	@$(BIN)/cyclonedx-py requirements requirements/runtime.txt --pyproject pyproject.toml --output-reproducible -o sbom.cdx.json

clean: ## remove the virtual environment and everything generated
	rm -rf .venv demo-out build sbom.cdx.json *.egg-info

.venv/ready: requirements/build.txt requirements/runtime.txt pyproject.toml packaging/set_up.sh
	@packaging/set_up.sh runtime "$(PYTHON)"

.venv/ready-dev: .venv/ready requirements/dev.txt
	@packaging/set_up.sh dev "$(PYTHON)"
