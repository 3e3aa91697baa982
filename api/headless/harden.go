package headless

// Harden keeps the memory of this process, which holds card numbers while they are typed, from what else runs under
// the same account: no core file is written, and no other process of the user may read or trace it. It is called before
// anything else, by every face of the program. An error means that the system refused; the program works all the same.
//
//   - Linux: no core file, and not dumpable, which also closes most of /proc/PID to other processes of the user.
//   - macOS: no core file, and no debugger may attach.
//   - other Unix systems: no core file.
//   - Windows: nothing; another process of the same account can read this one's memory.
//
// Root, or an administrator, can read everything everywhere. Programs built with the tag measure are left open, for the
// script that searches their memory.
func Harden() error { return harden() }
