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
bench: ## Measure previews, plans and the service under load; fails where a bound is broken
	dotnet build bench/Infra.Bench --configuration Release --nologo --verbosity quiet
	dotnet bench/Infra.Bench/bin/Release/net10.0/Infra.Bench.dll .
	app/scripts/bench --check

.PHONY: dev
dev: ## Start document-search with its servers on this machine
	app/scripts/dev

.PHONY: test-integration
test-integration: ## Test the service against PostgreSQL, Valkey, S3 and a browser
	app/scripts/test-integration

.PHONY: test-files
test-files: ## Test what is rendered with the programs that read it: nginx, Compose, Prometheus, kubectl, git
	e2e/diff/run
	e2e/host-files
	e2e/observability
	e2e/manifests
	e2e/html-report/run

.PHONY: test-api-server
test-api-server: ## Create every manifest on a Kubernetes API server that is built from source (the first time takes minutes)
	e2e/api-server

.PHONY: clean
clean: ## Remove what was built and rendered
	dotnet clean --nologo --verbosity quiet
	rm -rf out artifacts
