# One command each. `make` alone builds.
version ?= $(shell git describe --tags --always --dirty 2>/dev/null || echo dev)
bin := .cache/bin
lint_version := v2.15.0
fumpt_version := v0.12.0
vuln_version := v1.9.0
releaser_version := v2.14.0
sbom_version := v1.10.0

.PHONY: build run test test-all test-race bench bench-ui lint format docs shots vuln cross release ci clean

build: ## build ./weir
	CGO_ENABLED=0 go build -trimpath -ldflags "-s -w -X main.version=$(version)" -o weir .

run: ## explore the practice API
	go run .

test: ## the fast tests, without a network
	go test ./...

test-all: ## the slow ones too
	WEIR_TEST_ALL=1 go test -count=1 -timeout 30m ./...

test-race: ## the fast tests under the race detector
	go test -race ./...

bench: ## the engine against bare net/http, recording against none, side by side
	go test -run '^$$' -bench . -benchmem ./engine/...
	go test -run '^$$' -bench Start -benchtime 20x ./ui/cli
	go test -run '^$$' -bench 'Walk|Record|Body|Seek' -benchmem ./sessions

bench-ui: ## the screen: first frame, keys to frames under load, what wakes it up, bytes a panel
	go test -run '^$$' -bench 'FirstFrame|Idle' -benchtime 15x ./ui
	go test -run '^$$' -bench 'KeyToFrame' -benchtime 500x ./ui
	go test -count=1 -run TheUpdateOfAPanel -v ./ui | grep ' bytes, '

lint: $(bin)/golangci-lint ## what CI checks of the code's form
	$(bin)/golangci-lint run ./...

format: $(bin)/gofumpt ## format all Go files
	$(bin)/gofumpt -w $$(git ls-files '*.go')

docs: ## write what of the documentation is made from the code
	go test -count=1 ./engine -run 'TestEventsDocument|TestEventSchema$$' -update
	go test -count=1 ./ui/cli -run TestReference -update

shots: ## pictures of the main screens, with the program that SHOT names
	.ci/shots

vuln: $(bin)/govulncheck ## known vulnerabilities; asks the Go vulnerability database
	$(bin)/govulncheck ./...

cross: ## build for every system that a release is made for
	for os in linux darwin windows; do for arch in amd64 arm64; do \
		CGO_ENABLED=0 GOOS=$$os GOARCH=$$arch go build -trimpath -o /dev/null . || exit 1; done; done

release: $(bin)/goreleaser $(bin)/cyclonedx-gomod ## archives, packages, checksums and bills of materials into dist/, unpublished
	$(bin)/goreleaser check
	PATH="$(CURDIR)/$(bin):$$PATH" $(bin)/goreleaser release --snapshot --clean --skip=publish

ci: ## everything that has to hold before a change lands
	.ci/run

clean:
	rm -rf weir .cache dist

$(bin)/golangci-lint:
	GOBIN=$(CURDIR)/$(bin) go install github.com/golangci/golangci-lint/v2/cmd/golangci-lint@$(lint_version)

$(bin)/gofumpt:
	GOBIN=$(CURDIR)/$(bin) go install mvdan.cc/gofumpt@$(fumpt_version)

$(bin)/govulncheck:
	GOBIN=$(CURDIR)/$(bin) go install golang.org/x/vuln/cmd/govulncheck@$(vuln_version)

$(bin)/goreleaser:
	GOBIN=$(CURDIR)/$(bin) go install github.com/goreleaser/goreleaser/v2@$(releaser_version)

$(bin)/cyclonedx-gomod:
	GOBIN=$(CURDIR)/$(bin) go install github.com/CycloneDX/cyclonedx-gomod/cmd/cyclonedx-gomod@$(sbom_version)
