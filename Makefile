# Thin: every target is one command that a person could type.
.DEFAULT_GOAL := help
STACK ?= dev
SYSTEM ?= document-search
ARGS ?=
INFRA := dotnet run --project Infra --
OPERATE := STACK=$(STACK) scripts/operate

# $(call need,NAME,EXAMPLE): stops with a sentence where a variable is not given.
need = $(if $($(1)),,$(error $@ needs $(1): make $@ $(1)=$(2)))

.PHONY: help
help: ## List every target
	@awk -F ':.*## ' '/^##@ / { printf "\n%s\n", substr($$0, 5) } /^[a-z0-9-]+:.*## / { printf "  %-18s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

##@ On this machine

.PHONY: dev
dev: ## Start document-search with its servers on this machine
	app/scripts/dev $(ARGS)

.PHONY: local
local: ## Write a Compose file for a laptop to out/local-SYSTEM (SYSTEM=vision)
	$(INFRA) render --local --stack dev --system $(SYSTEM) --topology droplet --out out/local-$(SYSTEM)

.PHONY: preview
preview: ## Show what STACK would create (STACK=prod)
	$(INFRA) preview --stack $(STACK) $(ARGS)

.PHONY: render
render: ## Write the manifests or the server's files of STACK to out/STACK
	$(INFRA) render --stack $(STACK) --out out/$(STACK) $(ARGS)

.PHONY: docs
docs: ## Write what the documentation says of the program
	$(INFRA) docs

##@ Checks

.PHONY: build
build: ## Build everything
	dotnet build

.PHONY: format
format: ## Mend the layout of the sources
	dotnet format

.PHONY: test
test: ## Run the tests that need no servers: the SDK, git, make, jq and curl are enough
	dotnet test

.PHONY: test-coverage
test-coverage: ## Run them and print the line coverage of Infra/
	scripts/coverage

.PHONY: mutants
mutants: ## Weaken every resource and file of every plan, one value at a time, and print which share the policies notice (takes minutes)
	MUTANTS=all dotnet test Infra.Tests --nologo --filter FullyQualifiedName~Policies.Mutants --logger "console;verbosity=detailed"

.PHONY: test-integration
test-integration: ## Test the service against PostgreSQL, Valkey, S3 and a browser; ARGS=--full for more of what is done at random
	app/scripts/test-integration $(ARGS)

.PHONY: outages
outages: ## Take each server of the service away for 60 s and 5 minutes under load; ARGS='--seconds 60 s3' for one
	$(if $(ARGS),app/scripts/outages $(ARGS),app/scripts/outages --seconds 60 && app/scripts/outages --seconds 300)

.PHONY: e2e
e2e: ## Run the server of document-search for real and do to it what production does; ARGS='release crashes' for some drills
	e2e/stack $(ARGS)

.PHONY: test-files
test-files: ## Test what is rendered with the programs that read it, and the workflows with theirs: nginx, Compose, Prometheus, kubectl, git
	e2e/workflows/run
	e2e/diff/run
	e2e/tool/run
	e2e/host-files
	e2e/observability
	e2e/manifests
	e2e/html-report/run

.PHONY: test-api-server
test-api-server: ## Create every manifest on a Kubernetes API server that is built from source (the first time takes minutes)
	e2e/api-server

.PHONY: bench
bench: ## Measure previews, plans and the service under load; fails where a bound is broken
	dotnet publish Infra --output artifacts/infra --nologo --verbosity quiet
	dotnet build bench/Infra.Bench --configuration Release --nologo --verbosity quiet
	dotnet bench/Infra.Bench/bin/Release/net10.0/Infra.Bench.dll .
	app/scripts/bench --check

##@ A deployed stack (STACK=dev unless told)

.PHONY: status
status: ## What runs, in which version
	$(OPERATE) status $(ARGS)

.PHONY: health
health: ## Fail when anything is wrong
	$(OPERATE) health $(ARGS)

.PHONY: logs
logs: ## What the services say (SERVICE=api ARGS=--follow)
	$(OPERATE) logs $(SERVICE) $(ARGS)

.PHONY: monitor
monitor: ## Grafana on this machine, until interrupted
	$(OPERATE) monitor $(ARGS)

.PHONY: deploy
deploy: ## Put a version into service (VERSION=1.4.2)
	$(call need,VERSION,1.4.2)$(OPERATE) deploy $(VERSION) $(ARGS)

.PHONY: rollback
rollback: ## The version before, or a named one (VERSION=1.4.1)
	$(OPERATE) rollback $(VERSION) $(ARGS)

.PHONY: dead-jobs
dead-jobs: ## Show jobs that were given up (ARGS="requeue --all", ARGS="remove ID")
	$(OPERATE) dead-jobs $(ARGS)

.PHONY: scale
scale: ## Instances of a service until the next deployment (SERVICE=api REPLICAS=4)
	$(call need,SERVICE,api REPLICAS=4)$(call need,REPLICAS,4 SERVICE=api)$(OPERATE) scale $(SERVICE)=$(REPLICAS) $(ARGS)

.PHONY: backup
backup: ## A backup now
	$(OPERATE) backup $(ARGS)

.PHONY: restore
restore: ## Replace the present data by a backup, the newest unless named (BACKUP=20260102T020000Z ARGS=--yes)
	$(OPERATE) restore $(BACKUP) $(ARGS)

.PHONY: restore-drill
restore-drill: ## Prove that the newest backup can be restored
	$(OPERATE) restore-drill $(ARGS)

.PHONY: db-migrate
db-migrate: ## Bring the schema to what the version in service expects
	$(OPERATE) migrate $(ARGS)

.PHONY: db-shell
db-shell: ## psql, reading only (ARGS=--write to change something)
	$(OPERATE) db-shell $(ARGS)

##@ Tidying up

.PHONY: clean
clean: ## Remove what was built and rendered
	dotnet clean --nologo --verbosity quiet
	rm -rf out artifacts
