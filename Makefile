# Thin: every target is one command that a person could type.
.DEFAULT_GOAL := help
STACK ?= dev
ARGS ?=
INFRA := dotnet run --project Infra --

.PHONY: help
help: ## List every target
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sort | awk -F ':.*## ' '{printf "%-18s %s\n", $$1, $$2}'

.PHONY: build
build: ## Build everything
	dotnet build

.PHONY: test
test: ## Run the tests that need nothing but the SDK
	dotnet test

.PHONY: test-coverage
test-coverage: ## Run them and print the line coverage of Infra/
	scripts/coverage

.PHONY: format
format: ## Mend the layout of the sources
	dotnet format

.PHONY: preview
preview: ## Show what STACK would create (STACK=prod)
	$(INFRA) preview --stack $(STACK) $(ARGS)

.PHONY: render
render: ## Write the manifests or the server's files of STACK to out/STACK
	$(INFRA) render --stack $(STACK) --out out/$(STACK) $(ARGS)

.PHONY: bench
bench: ## Measure previews and how plans grow; fails where a bound is broken
	dotnet build bench/Infra.Bench --configuration Release --nologo --verbosity quiet
	dotnet bench/Infra.Bench/bin/Release/net10.0/Infra.Bench.dll .

.PHONY: clean
clean: ## Remove what was built and rendered
	dotnet clean --nologo --verbosity quiet
	rm -rf out artifacts
