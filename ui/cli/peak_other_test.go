//go:build !linux

package cli_test

// peakMemory is not known here.
func peakMemory(int) (int64, bool) { return 0, false }
