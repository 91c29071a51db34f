package cli_test

import (
	"fmt"
	"os"
	"strings"
)

// peakMemory returns the most memory that a running process has held, in bytes.
// What the system tells of an ended one counts in that of the process which
// started it.
func peakMemory(pid int) (bytes int64, ok bool) {
	status, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	if err != nil {
		return 0, false
	}
	_, peak, _ := strings.Cut(string(status), "VmHWM:")
	_, err = fmt.Sscanf(peak, "%d", &bytes)
	return bytes << 10, err == nil
}
