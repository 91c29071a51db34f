package cli_test

import (
	"os"
	"syscall"
)

// peakMemory returns the most memory that an ended process held, in bytes.
func peakMemory(p *os.ProcessState) (int64, bool) {
	usage, ok := p.SysUsage().(*syscall.Rusage)
	if !ok {
		return 0, false
	}
	return usage.Maxrss << 10, true
}
