package bucket_test

import (
	"runtime"
	"testing"
	"time"

	"weir/engine/bucket"
)

const manyWaiters = 10_000

func withWaiters(count uint64) *bucket.Bucket {
	b := bucket.New(bucket.Limit{Rate: 10, Burst: 1}, epoch)
	for id := range count + 1 {
		b.Enter(epoch, id)
	}
	return b
}

func liveBytes() uint64 {
	runtime.GC()
	runtime.GC()
	var stats runtime.MemStats
	runtime.ReadMemStats(&stats)
	return stats.HeapAlloc
}

// Not parallel: it measures the heap of the whole process, which only shows too
// much, never too little, while other tests run.
func TestAWaiterCostsLittleMemory(t *testing.T) {
	before := liveBytes()
	b := withWaiters(manyWaiters)
	after := liveBytes()
	if waiting := b.Status(epoch).Waiting; waiting != manyWaiters {
		t.Fatalf("%d waiting, want %d", waiting, manyWaiters)
	}
	each := (int64(after) - int64(before)) / manyWaiters
	t.Logf("%d bytes a waiter", each)
	if each > 200 {
		t.Errorf("%d bytes a waiter, want at most 200", each)
	}
}

func TestReadingAllocatesNothing(t *testing.T) {
	b := withWaiters(100)
	now := epoch
	for name, read := range map[string]func(){
		"Status":  func() { b.Status(now) },
		"Due":     func() { b.Due() },
		"Place":   func() { b.Place(now, 50) },
		"Advance": func() { b.Advance(now) },
		"Skip":    func() { b.Skip(now, 70) },
		"leave and enter": func() {
			b.Leave(now, 30)
			b.Enter(now, 30)
		},
	} {
		if allocs := testing.AllocsPerRun(100, read); allocs != 0 {
			t.Errorf("%s allocates %v times", name, allocs)
		}
	}
}

func BenchmarkWaiters(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		withWaiters(manyWaiters)
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/manyWaiters, "ns/waiter")
}

func BenchmarkEnterGranted(b *testing.B) {
	tokens := bucket.New(bucket.Limit{Rate: bucket.MaxRate, Burst: bucket.MaxBurst}, epoch)
	now := epoch
	b.ReportAllocs()
	for b.Loop() {
		now = now.Add(time.Microsecond)
		tokens.Enter(now, 1)
	}
}

func BenchmarkStatus(b *testing.B) {
	line := withWaiters(manyWaiters)
	b.ReportAllocs()
	for b.Loop() {
		line.Status(epoch)
	}
}

func BenchmarkPlaceInTheMiddle(b *testing.B) {
	line := withWaiters(manyWaiters)
	b.ReportAllocs()
	for b.Loop() {
		line.Place(epoch, manyWaiters/2)
	}
}

func BenchmarkPlacesOfAScreen(b *testing.B) {
	line := withWaiters(manyWaiters)
	b.ReportAllocs()
	for b.Loop() {
		line.Places(epoch, 20)
	}
}

func BenchmarkLeaveAndEnter(b *testing.B) {
	line := withWaiters(manyWaiters)
	b.ReportAllocs()
	for b.Loop() {
		line.Leave(epoch, manyWaiters/2)
		line.Enter(epoch, manyWaiters/2)
	}
}
