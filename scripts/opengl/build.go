package main

import (
	"context"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"strings"
)

// compiled is the folder of what is compiled, below the one for work.
const compiled = "compiled"

// cross tells of mingw-w64, with the threads that C++ wants; they, like everything else of the compiler's, go into the
// libraries. No time and no table of symbols goes in.
const cross = `[binaries]
c = 'x86_64-w64-mingw32-gcc-posix'
cpp = 'x86_64-w64-mingw32-g++-posix'
ar = 'x86_64-w64-mingw32-gcc-ar-posix'
strip = 'x86_64-w64-mingw32-strip'
windres = 'x86_64-w64-mingw32-windres'

[built-in options]
c_link_args = ['-static', '-s', '-Wl,--no-insert-timestamp']
cpp_link_args = ['-static', '-s', '-Wl,--no-insert-timestamp']

[properties]
needs_exe_wrapper = true

[host_machine]
system = 'windows'
cpu_family = 'x86_64'
cpu = 'x86_64'
endian = 'little'
`

// switches leave out everything but OpenGL for windows, drawn by Mesa's own interpreter: the faster way wants LLVM, which
// Debian has not for Windows.
var switches = map[string]string{
	"gallium-drivers": "swrast", "vulkan-drivers": "", "platforms": "windows",
	"llvm": "disabled", "zlib": "disabled", "zstd": "disabled", "shader-cache": "disabled",
	"egl": "disabled", "glx": "disabled", "gles1": "disabled", "gles2": "disabled", "osmesa": "false",
	"build-tests": "false", "b_ndebug": "true", "buildtype": "release",
}

// target is the library that programs load, which takes the one that draws along.
const target = "src/gallium/targets/libgl-gdi/opengl32.dll"

// build takes a quarter of an hour on two cores.
func build(ctx context.Context, work string) error {
	if err := os.WriteFile(filepath.Join(work, "cross.ini"), []byte(cross), 0o644); err != nil {
		return err
	}
	args := []string{"setup", compiled, source, "--cross-file", "cross.ini", "--wrap-mode=nofallback"}
	for _, name := range slices.Sorted(maps.Keys(switches)) {
		args = append(args, "-D"+name+"="+switches[name])
	}
	if said, err := tool(ctx, work, "meson", args...); err != nil {
		return fmt.Errorf("meson: %w\n%s", err, end(said))
	}
	fmt.Println("Compiling Mesa. This takes a quarter of an hour.")
	if said, err := tool(ctx, work, "ninja", "-C", compiled, "-j", strconv.Itoa(runtime.NumCPU()), target); err != nil {
		return fmt.Errorf("ninja: %w\n%s", err, end(said))
	}
	return nil
}

// end is the end of what a tool said.
func end(said string) string {
	lines := strings.Split(strings.TrimSpace(said), "\n")
	return strings.Join(lines[max(0, len(lines)-30):], "\n")
}
