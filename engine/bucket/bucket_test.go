package bucket_test

import (
	"slices"
	"testing"
	"time"

	"weir/engine/bucket"
)

var epoch = time.Date(2026, 11, 1, 12, 0, 0, 0, time.UTC)

func at(d time.Duration) time.Time { return epoch.Add(d) }

// crowd returns a bucket of 10/s and burst 2, emptied, with the ids waiting.
func crowd(t *testing.T, ids ...uint64) *bucket.Bucket {
	t.Helper()
	b := bucket.New(bucket.Limit{Rate: 10, Burst: 2}, epoch)
	for _, id := range []uint64{901, 902} {
		if !b.Enter(epoch, id) {
			t.Fatalf("a full bucket of two refused %d", id)
		}
	}
	for _, id := range ids {
		if b.Enter(epoch, id) {
			t.Fatalf("an empty bucket granted a token to %d", id)
		}
	}
	return b
}

func wantReleased(t *testing.T, got []uint64, want ...uint64) {
	t.Helper()
	if !slices.Equal(got, want) {
		t.Fatalf("released %v, want %v", got, want)
	}
}

func TestLineGoesInOrderAsTokensFlowIn(t *testing.T) {
	t.Parallel()
	b := crowd(t, 1, 2, 3)
	wantReleased(t, b.Advance(at(99*time.Millisecond)))
	wantReleased(t, b.Advance(at(100*time.Millisecond)), 1)
	wantReleased(t, b.Advance(at(300*time.Millisecond)), 2, 3)
	wantReleased(t, b.Advance(at(time.Hour)))
}

func TestNobodyPassesALineThatIsDue(t *testing.T) {
	t.Parallel()
	b := crowd(t, 1)
	if b.Enter(at(time.Second), 2) {
		t.Fatal("a newcomer passed a waiter whose token was there")
	}
	wantReleased(t, b.Advance(at(time.Second)), 1, 2)
}

func TestEnteringTwiceKeepsThePlace(t *testing.T) {
	t.Parallel()
	b := crowd(t, 1, 2)
	if b.Enter(epoch, 1) {
		t.Fatal("entered twice and was granted a token")
	}
	wantReleased(t, b.Advance(at(time.Hour)), 1, 2)
}

func TestALateOwnerReleasesNoMoreThanTheBurst(t *testing.T) {
	t.Parallel()
	b := crowd(t, 1, 2, 3, 4)
	wantReleased(t, b.Advance(at(time.Hour)), 1, 2)
	wantReleased(t, b.Advance(at(time.Hour+100*time.Millisecond)), 3)
}

func TestThoseBehindMoveUpWhenOneLeaves(t *testing.T) {
	t.Parallel()
	b := crowd(t, 1, 2, 3)
	if !b.Leave(epoch, 1) || b.Leave(epoch, 1) || b.Leave(epoch, 77) {
		t.Fatal("Leave must be true once for one in line, else false")
	}
	_, when, _ := b.Place(epoch, 3)
	if want := at(200 * time.Millisecond); !when.Equal(want) {
		t.Errorf("the third goes at %v after the first left, want %v", when, want)
	}
	wantReleased(t, b.Advance(at(100*time.Millisecond)), 2)
}

func TestSkipTakesTheNextTokenNotAnExtraOne(t *testing.T) {
	t.Parallel()
	b := crowd(t, 1, 2, 3, 4)
	if !b.Skip(epoch, 3) || !b.Skip(epoch, 4) || !b.Skip(epoch, 3) || b.Skip(epoch, 77) {
		t.Fatal("Skip must be true for those in line only")
	}
	wantReleased(t, b.Advance(epoch))
	for i, id := range []uint64{3, 4, 1, 2} {
		wantReleased(t, b.Advance(at(time.Duration(i+1)*100*time.Millisecond)), id)
	}
}

func TestSkipAfterTheSkippedHaveGone(t *testing.T) {
	t.Parallel()
	b := crowd(t, 1, 2, 3, 4)
	b.Skip(epoch, 2)
	b.Skip(epoch, 3)
	b.Leave(epoch, 3)
	b.Skip(epoch, 4)
	wantReleased(t, b.Advance(at(100*time.Millisecond)), 2)
	wantReleased(t, b.Advance(at(300*time.Millisecond)), 4, 1)
}

func TestReturn(t *testing.T) {
	t.Parallel()
	b := crowd(t, 1, 2)
	b.Return(epoch)
	wantReleased(t, b.Advance(epoch), 1)
	full := at(time.Hour)
	wantReleased(t, b.Advance(full), 2)
	b.Return(full)
	b.Return(full)
	b.Return(full)
	if got := b.Status(full).Tokens; got != 2 {
		t.Errorf("%v tokens after returns to a full bucket, want the burst 2", got)
	}
	for _, id := range []uint64{5, 6} {
		if !b.Enter(full, id) {
			t.Errorf("%d was refused a returned token", id)
		}
	}
	if b.Enter(full, 7) {
		t.Error("returns to a full bucket minted a token")
	}
}

func TestSetLimitRetimesTheLine(t *testing.T) {
	t.Parallel()
	b := crowd(t, 1, 2, 3)
	half := at(50 * time.Millisecond) // half a token is there
	b.SetLimit(half, bucket.Limit{Rate: 1, Burst: 1})
	var got []time.Duration
	for _, place := range b.Places(half, 9) {
		got = append(got, place.At.Sub(half))
	}
	want := []time.Duration{500 * time.Millisecond, 1500 * time.Millisecond, 2500 * time.Millisecond}
	if !slices.Equal(got, want) {
		t.Errorf("released after %v, want %v", got, want)
	}
	b.SetLimit(half, bucket.Limit{})
	wantReleased(t, b.Advance(half), 1, 2, 3)
}

func TestRaisingTheBurstMintsNothing(t *testing.T) {
	t.Parallel()
	b := crowd(t)
	b.SetLimit(epoch, bucket.Limit{Rate: 10, Burst: 100})
	if got := b.Status(epoch).Tokens; got != 0 {
		t.Errorf("%v tokens after raising the burst of an empty bucket, want 0", got)
	}
}

func TestAnUnlimitedBucketBecomesAFullOne(t *testing.T) {
	t.Parallel()
	b := bucket.New(bucket.Limit{}, epoch)
	for id := range uint64(1000) {
		if !b.Enter(epoch, id) {
			t.Fatalf("an unlimited bucket refused %d", id)
		}
	}
	b.SetLimit(epoch, bucket.Limit{Rate: 10, Burst: 5})
	if got := b.Status(epoch).Tokens; got != 5 {
		t.Errorf("%v tokens, want a full bucket of 5", got)
	}
}

func TestPause(t *testing.T) {
	t.Parallel()
	b := bucket.New(bucket.Limit{Rate: 10, Burst: 2}, epoch)
	b.PauseUntil(epoch, at(time.Minute), "quota 0/60")
	b.PauseUntil(epoch, at(time.Second), "shorter")
	b.PauseUntil(epoch, at(-time.Second), "over")
	for id := uint64(1); id <= 3; id++ {
		if b.Enter(epoch, id) {
			t.Fatalf("%d was granted a token in a pause", id)
		}
	}
	status := b.Status(epoch)
	if status.PauseWhy != "quota 0/60" || !status.PausedUntil.Equal(at(time.Minute)) || !status.Next.Equal(at(time.Minute)) {
		t.Errorf("status %+v, want the longer pause and Next at its end", status)
	}
	wantReleased(t, b.Advance(at(time.Minute-1)))
	wantReleased(t, b.Advance(at(time.Minute)), 1, 2)
	if status := b.Status(at(time.Minute)); !status.PausedUntil.IsZero() || status.PauseWhy != "" {
		t.Errorf("status %+v after the pause ended", status)
	}
}

func TestResume(t *testing.T) {
	t.Parallel()
	b := bucket.New(bucket.Limit{Rate: 10, Burst: 2}, epoch)
	b.PauseUntil(epoch, at(time.Minute), "by hand")
	b.Enter(epoch, 1)
	b.Resume(at(time.Second))
	wantReleased(t, b.Advance(at(time.Second)), 1)
}

func TestAPauseHoldsAnUnlimitedBucket(t *testing.T) {
	t.Parallel()
	b := bucket.New(bucket.Limit{}, epoch)
	b.PauseUntil(epoch, at(time.Second), "retry-after")
	if b.Enter(epoch, 1) {
		t.Fatal("granted in a pause")
	}
	if due, ok := b.Due(); !ok || !due.Equal(at(time.Second)) {
		t.Errorf("due %v %v, want the end of the pause", due, ok)
	}
	wantReleased(t, b.Advance(at(time.Second)), 1)
}

func TestAClockThatStepsBackMintsNothing(t *testing.T) {
	t.Parallel()
	b := crowd(t, 1, 2, 3, 4)
	wantReleased(t, b.Advance(at(100*time.Millisecond)), 1)
	for range 100 {
		wantReleased(t, b.Advance(epoch))
		wantReleased(t, b.Advance(at(100*time.Millisecond)))
	}
}

func TestStatusOfAQuietBucket(t *testing.T) {
	t.Parallel()
	b := crowd(t)
	if due, ok := b.Due(); ok {
		t.Errorf("due %v with nobody waiting", due)
	}
	if got := b.Places(epoch, 5); got != nil {
		t.Errorf("places %v with nobody waiting", got)
	}
	if _, _, ok := b.Place(epoch, 1); ok {
		t.Error("a place for one who does not wait")
	}
	status := b.Status(at(50 * time.Millisecond))
	if status.Waiting != 0 || !status.Next.IsZero() || status.Tokens != 0.5 {
		t.Errorf("status %+v, want half a token and nobody waiting", status)
	}
}

func TestStatusShowsAnUnlimitedBucketFull(t *testing.T) {
	t.Parallel()
	b := bucket.New(bucket.Limit{Burst: 7}, epoch)
	if got := b.Status(epoch).Tokens; got != 7 {
		t.Errorf("%v tokens, want 7", got)
	}
}

func TestPlacesShowsTheFrontOfTheLine(t *testing.T) {
	t.Parallel()
	b := crowd(t, 1, 2, 3)
	b.Skip(epoch, 3)
	want := []bucket.Place{
		{ID: 3, Position: 1, At: at(100 * time.Millisecond)},
		{ID: 1, Position: 2, At: at(200 * time.Millisecond)},
	}
	if got := b.Places(epoch, 2); !slices.Equal(got, want) {
		t.Errorf("places %v, want %v", got, want)
	}
	if got := b.Places(epoch, -1); got != nil {
		t.Errorf("Places(-1) = %v", got)
	}
}
