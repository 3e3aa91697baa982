# The first `make run` takes some minutes, because the toolkit's C code is compiled once; every target then shares that
# work. It is shared only between builds with the same flags, so there is one set of them, here. Without the toolkit's font of
# emoji, which nothing shows, the program is 4 MB smaller and starts faster; without HTTP/2, which it does not speak, half a MB.
# Without the names of Go's types, which our queries do not need, the database's driver is 1.4 MB smaller.
# Without the toolkit's animations no caret blinks, which would cost 16 % of a core for as long as a field waits for its text.
VERSION := $(shell sed -n 's/^Version = "\(.*\)"/\1/p' FyneApp.toml)
LDFLAGS := -s -w -X billkey/api/headless.BuildVersion=$(VERSION)
TAGS := no_emoji,no_animations,nethttpomithttp2,nopgxregisterdefaulttypes
export GOFLAGS := -buildvcs=false -tags=$(TAGS)

PROGRAM := build/billkey
SHOTS := build/screenshots
LINT_VERSION := v2.15.0
LINT := bin/golangci-lint-$(LINT_VERSION)
GOVULNCHECK_VERSION := v1.9.0
GOVULNCHECK := bin/govulncheck-$(GOVULNCHECK_VERSION)

# Debian packages: to build, to run without a display, to test.
BUILD_PACKAGES := gcc libc6-dev pkg-config libgl-dev libx11-dev libxrandr-dev libxxf86vm-dev libxi-dev libxcursor-dev \
	libxinerama-dev ca-certificates
DISPLAY_PACKAGES := xvfb xdotool libgl1-mesa-dri
TEST_PACKAGES := $(DISPLAY_PACKAGES) dbus dbus-daemon gnome-keyring libsecret-tools libglib2.0-bin openbox python3 \
	postgresql
WINE_PACKAGES := gcc-mingw-w64-x86-64 wine64 nsis
OPENGL_PACKAGES := g++-mingw-w64-x86-64-posix meson ninja-build python3-mako flex bison dpkg-dev patch

.PHONY: run build windows opengl wine test lint vulnerabilities bench measure size million tenmillion desks memory idle ime pictures keychains model kills licences dist macos clean
.DEFAULT_GOAL := build

# The window, in the practice profile. Without a display: the main job in a virtual one, with real key presses.
ifneq ($(DISPLAY)$(WAYLAND_DISPLAY),)
run:
	scripts/packages $(BUILD_PACKAGES)
	$(MAKE) --no-print-directory build
	$(PROGRAM)
else
run:
	scripts/packages $(BUILD_PACKAGES) $(DISPLAY_PACKAGES)
	$(MAKE) --no-print-directory build
	go run ./scripts/tour -binary $(PROGRAM) -shots $(SHOTS)
endif

build:
	go build -ldflags '$(LDFLAGS)' -o $(PROGRAM) .

# The program for Windows (64 bit), from any system with mingw-w64: billkey.exe, the window and everything else, and billkey.com,
# by which shells wait for its commands. The same sources give the same bytes in every folder. The first time takes some
# minutes, as above.
WINDOWS := build/windows
MINGW := x86_64-w64-mingw32-gcc
RESOURCES := billkey_windows_amd64.syso
windows:
	scripts/packages gcc-mingw-w64-x86-64
	go run ./scripts/windows -work $(WINDOWS) -out $(RESOURCES)
	CGO_ENABLED=1 GOOS=windows GOARCH=amd64 CC=$(MINGW) \
		go build -trimpath -ldflags '$(LDFLAGS) -buildid= -H=windowsgui' -o $(WINDOWS)/billkey.exe .
	$(MINGW) -Os -s -Wall -Wextra -Werror -municode -Wl,--no-insert-timestamp -o $(WINDOWS)/billkey.com scripts/windows/console/console.c

# OpenGL for computers with Windows and no usable driver: Mesa's, which draws with the processor, built from Debian 12's sources.
# It lies in the folder software beside billkey.exe, which starts itself again from there when it needs it. Where the sources
# cannot be had, that is said and nothing else is different. Takes a quarter of an hour.
opengl:
	@if scripts/packages -try $(OPENGL_PACKAGES); then go run ./scripts/opengl -work build/mesa -out $(WINDOWS)/software; else \
		echo "SKIPPED: OpenGL in software for Windows. What builds it cannot be installed here ($(OPENGL_PACKAGES))."; fi

# The program for Windows, driven in Wine; and what Windows does differently, by the tests of the parts themselves. Part of
# make test where Wine can be installed.
wine:
	scripts/packages $(BUILD_PACKAGES) $(DISPLAY_PACKAGES) $(WINE_PACKAGES)
	$(MAKE) --no-print-directory windows build
	BILLKEY_WINE=1 go test -count=1 -timeout 30m -v -run 'Wine|Windows' ./scripts/...

# The race detector watches everything but SQLite's own code, which is C made into Go, used by one goroutine at a time, and four
# times slower under watch.
RACE := -race -gcflags=modernc.org/sqlite/lib=-race=false

# Only packages with tests: the others would have the toolkit's C code compiled once more, for the race detector.
test:
	scripts/packages $(BUILD_PACKAGES) $(TEST_PACKAGES)
	go vet ./...
	go test $(RACE) -timeout 40m $$(go list -f '{{if or .TestGoFiles .XTestGoFiles}}{{.ImportPath}}{{end}}' ./...)
	go test -count=1 -timeout 20m -run Screen ./ui
	BILLKEY_SEQUENCES=10000 BILLKEY_KILLS=100 go test -count=1 -run 'RandomSequences|Killed' ./api/issuing
	@if scripts/packages -try $(WINE_PACKAGES); then $(MAKE) --no-print-directory wine; else \
		echo "SKIPPED: the program for Windows. It runs in Wine, which cannot be installed here ($(WINE_PACKAGES))."; fi

# Beside the code, the modules: what lies in the module cache is what go.sum says.
lint: $(LINT)
	go mod verify
	$(LINT) run

$(LINT):
	GOBIN=$(CURDIR)/bin go install github.com/golangci/golangci-lint/v2/cmd/golangci-lint@$(LINT_VERSION)
	mv bin/golangci-lint $@

# Known vulnerabilities in what the program calls. VULNDB=file:///DIR takes another database than the Go project's. Not part of
# lint, because the same sources would fail on another day.
vulnerabilities: $(GOVULNCHECK)
	scripts/packages $(BUILD_PACKAGES)
	@scripts/vulnerabilities $(GOVULNCHECK) $(VULNDB)

$(GOVULNCHECK):
	GOBIN=$(CURDIR)/bin go install golang.org/x/vuln/cmd/govulncheck@$(GOVULNCHECK_VERSION)
	mv bin/govulncheck $@

bench:
	go test -run '^$$' -bench . -benchmem ./...

measure:
	scripts/packages $(BUILD_PACKAGES) $(DISPLAY_PACKAGES)
	$(MAKE) --no-print-directory build
	go run ./scripts/measure -binary $(PROGRAM)

# Beside two programs from Debian that many know: size, start, memory, idling. On a machine that does nothing else.
size:
	scripts/packages $(BUILD_PACKAGES) $(DISPLAY_PACKAGES) mousepad keepassxc
	$(MAKE) --no-print-directory build
	go run ./scripts/size -binary $(PROGRAM) /usr/bin/mousepad /usr/bin/keepassxc

# The program that lets its memory be searched: the usual one keeps everybody out.
MEASURED := build/billkey-measure

# What of a card is left in the program's memory, after every way an order can end. Takes three minutes.
memory:
	scripts/packages $(BUILD_PACKAGES) $(DISPLAY_PACKAGES) xclip
	go build -tags measure,$(TAGS) -ldflags '$(LDFLAGS)' -o $(MEASURED) .
	go run ./scripts/memory -binary $(MEASURED)

# Memory with a million rows in the ledger, beside an empty one. Filling it takes up to half an hour: the search is brought up to
# date in the small steps that leave room for orders.
million:
	scripts/packages $(BUILD_PACKAGES) $(DISPLAY_PACKAGES)
	$(MAKE) --no-print-directory build
	go run ./scripts/million -binary $(PROGRAM)

# The panel's questions to a PostgreSQL server with ten million rows, five years of a call centre. Filling takes an hour and
# 20 GB; BILLKEY_CLUSTER=/a/new/folder keeps it for the next run.
tenmillion:
	scripts/packages postgresql
	BILLKEY_ROWS=10000000 go test -run '^$$' -bench Server -benchtime 20x -timeout 3h ./api/ledger

# Many desks, each a process of its own, issue through the sandbox into one ledger in PostgreSQL; then the two are compared.
# Takes five minutes; on a machine that does nothing else.
desks:
	scripts/packages postgresql
	go run ./scripts/desks

# Processor time while nobody touches the window.
idle:
	scripts/packages $(BUILD_PACKAGES) $(DISPLAY_PACKAGES)
	$(MAKE) --no-print-directory build
	go run ./scripts/idle -binary $(PROGRAM)

# A Korean name through a real input method.
ime:
	scripts/packages $(BUILD_PACKAGES) $(DISPLAY_PACKAGES) dbus dbus-daemon ibus ibus-hangul
	$(MAKE) --no-print-directory build
	go run ./scripts/ime -binary $(PROGRAM)

# The pictures of the README, from the real program: light and dark, Korean and English.
pictures: build
	scripts/packages $(BUILD_PACKAGES) $(DISPLAY_PACKAGES)
	go run ./scripts/tour -binary $(PROGRAM) -pictures assets/pictures

# The keychain of another program, KeePassXC, whose windows are answered by key. Of `make test` it is left out where
# KeePassXC is not installed: 20 MB to fetch, 70 MB on the disk.
keychains:
	scripts/packages $(BUILD_PACKAGES) $(TEST_PACKAGES) keepassxc
	go test -count=1 -run 'Keychain' -v ./api/credentials

# The desk against its reference model, a million random stories (about 15 minutes); and killed a thousand times.
model:
	BILLKEY_SEQUENCES=1000000 go test -run RandomSequences -timeout 3h -v ./api/issuing

kills:
	BILLKEY_KILLS=1000 go test -run Killed -timeout 1h -v ./api/issuing

# Packages for Linux and Windows, bills of materials and checksums, in build/dist. The same commit gives the same bytes, in every
# folder. Built without the builder's paths, so the first time takes as long again. The commit is noted in the program.
SBOM_VERSION := v1.10.0
SBOM := bin/cyclonedx-gomod-$(SBOM_VERSION)
LINUX := build/linux
dist: $(SBOM)
	scripts/packages $(BUILD_PACKAGES) gcc-mingw-w64-x86-64 nsis xz-utils
	$(MAKE) --no-print-directory windows GOFLAGS='-buildvcs=true -tags=$(TAGS)'
	go build -buildvcs=true -trimpath -ldflags '$(LDFLAGS) -buildid=' -o $(LINUX)/billkey .
	go run ./scripts/dist -linux $(LINUX)/billkey -windows $(WINDOWS) -sbom $(SBOM) -out build/dist

# Built alike everywhere, since it writes down its own sum.
$(SBOM):
	CGO_ENABLED=0 GOBIN=$(CURDIR)/bin go install -trimpath github.com/CycloneDX/cyclonedx-gomod/cmd/cyclonedx-gomod@$(SBOM_VERSION)
	mv bin/cyclonedx-gomod $@

# The application for macOS, on a Mac with Go and Apple's command line tools (xcode-select --install). For both kinds of
# processor: one program that holds two.
MACOS := build/macos
macos: $(SBOM)
	for arch in arm64 amd64; do \
		CGO_ENABLED=1 GOARCH=$$arch go build -buildvcs=true -trimpath -ldflags '$(LDFLAGS)' -o $(MACOS)/billkey-$$arch . || exit 1; \
	done
	lipo -create -output $(MACOS)/billkey $(MACOS)/billkey-arm64 $(MACOS)/billkey-amd64
	go run ./scripts/dist -macos $(MACOS)/billkey -sbom $(SBOM) -out build/dist

# The texts of assets/licences, from what is linked on the three systems.
licences:
	go run ./scripts/licences

clean:
	rm -rf build bin
