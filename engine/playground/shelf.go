package playground

import "sync"

// shelf keeps values by key and, when it is full, drops the one that it has had
// longest. Make it with newShelf. Safe for concurrent use.
type shelf[K comparable, V any] struct {
	mu     sync.Mutex
	values map[K]V
	ring   []K // keys by age; the oldest is at head once the ring is full
	head   int
	most   int
}

func newShelf[K comparable, V any](most int) *shelf[K, V] {
	return &shelf[K, V]{values: make(map[K]V), most: most}
}

// find gives the value of a key, which fresh makes if there is none.
func (s *shelf[K, V]) find(key K, fresh func() V) V {
	s.mu.Lock()
	defer s.mu.Unlock()
	v, known := s.values[key]
	if !known {
		v = fresh()
		s.admit(key)
		s.values[key] = v
	}
	return v
}

// change replaces the value of a key, at first the zero value, by what edit
// makes of it, and gives the new one.
func (s *shelf[K, V]) change(key K, edit func(V) V) V {
	s.mu.Lock()
	defer s.mu.Unlock()
	v, known := s.values[key]
	if !known {
		s.admit(key)
	}
	v = edit(v)
	s.values[key] = v
	return v
}

// admit makes room for a new key.
func (s *shelf[K, V]) admit(key K) {
	if len(s.ring) < s.most {
		s.ring = append(s.ring, key)
		return
	}
	delete(s.values, s.ring[s.head])
	s.ring[s.head] = key
	s.head = (s.head + 1) % s.most
}

// clear forgets everything.
func (s *shelf[K, V]) clear() {
	s.mu.Lock()
	defer s.mu.Unlock()
	clear(s.values)
	s.ring, s.head = nil, 0
}
