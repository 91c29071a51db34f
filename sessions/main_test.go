package sessions

import (
	"os"
	"testing"

	"go.uber.org/goleak"
)

func TestMain(m *testing.M) {
	if dir := os.Getenv("WEIR_TEST_RECORD"); dir != "" {
		recordUntilKilled(dir)
	}
	if path := os.Getenv("WEIR_TEST_WALK"); path != "" {
		walkUntilKilled(path)
	}
	if path := os.Getenv("WEIR_TEST_SECOND"); path != "" {
		recordAsWell(path)
	}
	goleak.VerifyTestMain(m)
}
