package cli_test

import (
	"bufio"
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"weir/engine/playground"
)

// BenchmarkStart holds a whole small weir get, its session recorded and closed,
// against curl asking for the same, in turns: from the start of the process to
// its end.
func BenchmarkStart(b *testing.B) {
	curl, err := exec.LookPath("curl")
	if err != nil {
		b.Skip("there is no curl to compare with")
	}
	weir := buildWeir(b)
	server, err := playground.Start(context.Background(), playground.Options{Items: 10})
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { _ = server.Close() })
	url := server.URL() + "/v1/gauges/g-000001"
	ways := []struct {
		name string
		args []string
		took []time.Duration
	}{
		{name: "curl", args: []string{curl, "-s", url}},
		{name: "weir", args: []string{weir, "get", url}},
		{name: "unrecorded", args: []string{weir, "get", "--no-record", url}},
	}
	for b.Loop() {
		for i := range ways {
			ways[i].took = append(ways[i].took, timeOf(b, ways[i].args))
		}
	}
	median := func(i int) float64 {
		slices.Sort(ways[i].took)
		return float64(ways[i].took[len(ways[i].took)/2].Microseconds()) / 1000
	}
	for i, way := range ways {
		b.ReportMetric(median(i), way.name+"-ms")
	}
	b.ReportMetric(median(1)/median(0), "weir/curl")
	b.ReportMetric(median(2)/median(0), "unrecorded/curl")
}

func timeOf(tb testing.TB, args []string) time.Duration {
	tb.Helper()
	cmd := exec.Command(args[0], args[1:]...) //nolint:gosec // our own and curl
	cmd.Env = append(os.Environ(), "XDG_DATA_HOME="+tb.TempDir(), "XDG_CONFIG_HOME="+tb.TempDir())
	began := time.Now()
	if out, err := cmd.CombinedOutput(); err != nil {
		tb.Fatalf("%v: %v\n%s", args, err, out)
	}
	return time.Since(began)
}

// buildWeir builds the program as make build does.
func buildWeir(tb testing.TB) string {
	tb.Helper()
	path := filepath.Join(tb.TempDir(), "weir")
	build := exec.Command("go", "build", "-trimpath", "-ldflags", "-s -w", "-o", path, "weir")
	build.Env = append(os.Environ(), "CGO_ENABLED=0")
	if out, err := build.CombinedOutput(); err != nil {
		tb.Fatalf("build weir: %v\n%s", err, out)
	}
	return path
}

// TestAMillionItemsTakeLittleMemory walks 1,000,000 items to a file, recorded.
func TestAMillionItemsTakeLittleMemory(t *testing.T) {
	if os.Getenv("WEIR_TEST_ALL") == "" {
		t.Skip("a minute long: set WEIR_TEST_ALL=1")
	}
	t.Parallel()
	const most = 100 << 20
	server, err := playground.Start(t.Context(), playground.Options{Items: 1_000_000})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = server.Close() }()
	weir := exec.Command(buildWeir(t), "get", server.URL()+"/v1/cursor/gauges?limit=1000", "--all", "--session", filepath.Join(t.TempDir(), "walk.weir"))
	weir.Env = append(os.Environ(), "XDG_CONFIG_HOME="+t.TempDir())
	out, err := weir.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := weir.Start(); err != nil {
		t.Fatal(err)
	}
	items, peak := 0, int64(0)
	for lines := bufio.NewScanner(out); lines.Scan(); {
		if items++; items%50_000 == 0 {
			peak, _ = peakMemory(weir.Process.Pid)
		}
	}
	if err := weir.Wait(); err != nil || items != 1_000_000 {
		t.Fatalf("%d items, %v", items, err)
	}
	if peak == 0 {
		t.Skip("this system does not tell the memory of a process")
	}
	t.Logf("it took %d MiB at most", peak>>20)
	if peak > most {
		t.Errorf("it took %d MiB at most, and %d are allowed", peak>>20, most>>20)
	}
}
