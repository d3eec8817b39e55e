# `make run` and `make test` do all their own set-up; each is quick the second time.
GO     ?= go
TOOL   := $(GO) tool -modfile=tools.mod
# Packages whose tests run under the race detector: those with goroutines (race_test.go).
RACE   := ./access ./analyze/host ./analyze/onnx ./analyze/remote ./bus ./cloud ./console ./edge ./edge/live ./edge/pcm ./edge/record ./edge/ring ./edge/rtsp \
          ./edge/rtspsim ./edge/source ./fleet ./fog ./fog/masterdb/sqlite ./fog/mirror ./journal ./ledger/tunnel ./node ./sealed ./service ./service/port ./store ./supervise
# The detector's own cost lies mostly in SQLite: C that a program turned into Go, under SQLite's own
# locks. Only that package goes without; the driver, and what we call it with, are watched. No more
# than that package: generic code of sync and sync/atomic that another one instantiates would go
# without as well, and lose the order that the detector must see.
UNRACED := -gcflags=modernc.org/sqlite/lib=-race=false

.DEFAULT_GOAL := help
.PHONY: help run test redteam mutate build onnx models bench-peers lint vuln check fmt gas generate generate-check setup

help: ## this list
	@sed -n 's/^\([a-z-]*\):.*## /  make \1	/p' Makefile

run: build ## set up, build, and run the demo's campus until Ctrl-C
	@./scripts/setup.sh run
	./bin/custos demo

# Three packages at a time: most wait half of their time, for cameras that play in real time, for
# blocks, for the disk.
test: ## set up, build, and run every test
	@./scripts/setup.sh test
	@$(MAKE) --no-print-directory build
	@./scripts/models.sh test
	pkgs=$$($(GO) list ./...) && $(GO) test -p 3 -timeout 20m $$(echo "$$pkgs" | grep -v '/e2e$$')
	cd miner && $(GO) test -p 2 -timeout 10m ./...
	cd bench && $(GO) test -p 2 -timeout 10m ./...
	$(GO) test -timeout 30m ./e2e

redteam: build ## run every attack of docs/threats.md and print its table with what came of each
	@$(GO) run ./scripts/redteam

mutate: ## nightly, about half an hour: take each defence away and see that a test notices
	@$(GO) run ./scripts/mutate

build: setup ## bin/custos, bin/custos-miner and bin/custos-onnx
	CGO_ENABLED=0 $(GO) build -o bin/ ./cmd/custos ./cmd/custos-onnx
	cd miner && CGO_ENABLED=0 $(GO) build -o ../bin/custos-miner .

models: build ## ONNX Runtime, and networks that others publish, for the site in this directory and the demo; needs npm
	@./scripts/models.sh

onnx: ## ONNX Runtime for neural detectors into bin/; needs npm
	@./scripts/onnx.sh

bench-peers: ## bin/custos-bench, the other software that `custos bench` measures beside Custos
	cd bench && CGO_ENABLED=0 $(GO) build -o ../bin/custos-bench .

vuln: ## ask the vulnerability database of Go about our modules; govulncheck must be installed
	govulncheck ./...
	cd miner && govulncheck ./...

lint: ## golangci-lint by .golangci.yml; it must be installed (v2.15)
	golangci-lint run ./...

check: ## format, vet, staticcheck, what is generated, and races
	@./scripts/setup.sh check
	@files=$$(git ls-files -co --exclude-standard '*.go' | grep -v '^ledger/bindings/'); \
	 out=$$($(TOOL) gofumpt -l $$files) && test -z "$$out" || { echo "not gofumpt's format (make fmt):" $$out; exit 1; }
	$(GO) vet ./...
	cd miner && $(GO) vet ./...
	cd bench && $(GO) vet ./...
	$(TOOL) staticcheck $$($(GO) list ./... | grep -v '/ledger/bindings$$')
	GOOS=js GOARCH=wasm $(GO) build ./ledger/proof ./ledger/layout
	@./scripts/generate-check.sh
	$(GO) test -race $(UNRACED) -short -p 3 -timeout 20m $(RACE)

fmt: ## write every file in gofumpt's format
	@$(TOOL) gofumpt -w $$(git ls-files -co --exclude-standard '*.go' | grep -v '^ledger/bindings/')

generate: ## contracts, bindings and page anew; needs Node and npm
	ABIGEN="$(GO) tool -modfile=../tools.mod abigen" ./contracts/generate.sh
	@$(MAKE) --no-print-directory gas
	cd console && npm ci --silent --no-audit --no-fund
	$(GO) run ./console/generate

gas: ## contracts/gas.json anew: what each call costs
	$(GO) test ./ledger -run '^TestGas$$' -count=1 -update

generate-check: ## fail if what is committed is not what generate makes; needs Node and npm
	@STRICT=1 ./scripts/generate-check.sh

setup:
	@./scripts/setup.sh run
