package job

import (
	"context"
	"reflect"
	"sync"
	"time"

	"jangkau/gis"
)

// Hub lets many watch jobs over the one connection that hears of them. A change is
// read once, however many watch; nobody holds a connection while waiting.
type Hub struct {
	store Store
	most  int

	mu      sync.Mutex
	topics  map[int64]*topic
	watches int
	over    chan struct{}
	closed  bool
	changed chan struct{} // some topic is to be read
}

// topic is a job that somebody watches.
type topic struct {
	job     *Job // as last read
	unread  bool
	watches map[chan struct{}]bool // each told when job is another
}

// NewHub makes a hub with room for so many watches at once.
func NewHub(s Store, most int) *Hub {
	return &Hub{store: s, most: most, topics: map[int64]*topic{}, over: make(chan struct{}), changed: make(chan struct{}, 1)}
}

// Close ends all watches, and refuses others.
func (h *Hub) Close() {
	h.mu.Lock()
	defer h.mu.Unlock()
	if !h.closed {
		h.closed = true
		close(h.over)
	}
}

// Watch returns a job as it is now and then whenever it has changed, up to its end:
// the channel is closed after that, when ctx ends, or with the hub. Who reads slowly
// misses steps, never the last. It fails with NotFound, and with Unavailable where
// too many watch.
func (h *Hub) Watch(ctx context.Context, id int64) (<-chan *Job, error) {
	told, err := h.join(id)
	if err != nil {
		return nil, err
	}
	// Only to see that it is there: all that is shown is read by run, in one order.
	if _, err := h.store.Job(ctx, id); err != nil {
		h.leave(id, told)
		return nil, err
	}
	h.heard(id)
	out := make(chan *Job)
	go func() {
		defer close(out)
		defer h.leave(id, told)
		var shown *Job
		for {
			select {
			case <-told:
			case <-ctx.Done():
				return
			case <-h.over:
				return
			}
			now := h.latest(id)
			if reflect.DeepEqual(now, shown) {
				continue
			}
			select {
			case out <- now:
			case <-ctx.Done():
				return
			case <-h.over:
				return
			}
			if shown = now; now.State.Ended() {
				return
			}
		}
	}()
	return out, nil
}

func (h *Hub) join(id int64) (chan struct{}, error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.closed {
		return nil, gis.NewError(gis.Unavailable, "Layanan sedang berhenti", "The service is stopping")
	}
	if h.watches >= h.most {
		return nil, gis.NewError(gis.Unavailable,
			"Sudah %d yang mengikuti kemajuan pekerjaan; tanyakan job(id) saja sesekali",
			"%d already watch the progress of jobs; ask job(id) now and then instead", h.watches)
	}
	t := h.topics[id]
	if t == nil {
		t = &topic{watches: map[chan struct{}]bool{}}
		h.topics[id] = t
	}
	told := make(chan struct{}, 1)
	t.watches[told] = true
	h.watches++
	return told, nil
}

func (h *Hub) leave(id int64, told chan struct{}) {
	h.mu.Lock()
	defer h.mu.Unlock()
	t := h.topics[id]
	delete(t.watches, told)
	h.watches--
	if len(t.watches) == 0 {
		delete(h.topics, id)
	}
}

func (h *Hub) latest(id int64) *Job {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.topics[id].job
}

// heard marks a job as changed; 0 marks all, for news may have been missed.
func (h *Hub) heard(id int64) {
	h.mu.Lock()
	defer h.mu.Unlock()
	marked := false
	for k, t := range h.topics {
		if id == 0 || k == id {
			t.unread, marked = true, true
		}
	}
	if marked {
		h.wake()
	}
}

func (h *Hub) wake() {
	select {
	case h.changed <- struct{}{}:
	default:
	}
}

// run reads what has changed and passes it on, until ctx ends.
func (h *Hub) run(ctx context.Context, again time.Duration) {
	for {
		select {
		case <-ctx.Done():
			return
		case <-h.changed:
		}
		for _, id := range h.unread() {
			j, err := h.store.Job(ctx, id)
			if err == nil {
				h.tell(id, j)
				continue
			}
			// The store cannot be reached: once more a little later, so that a watch never
			// misses an end that nobody will tell of again.
			h.heard(id)
			select {
			case <-ctx.Done():
				return
			case <-time.After(again):
			}
		}
	}
}

func (h *Hub) unread() (ids []int64) {
	h.mu.Lock()
	defer h.mu.Unlock()
	for id, t := range h.topics {
		if t.unread {
			t.unread = false
			ids = append(ids, id)
		}
	}
	return ids
}

func (h *Hub) tell(id int64, j *Job) {
	h.mu.Lock()
	defer h.mu.Unlock()
	t := h.topics[id]
	if t == nil {
		return
	}
	t.job = j
	for told := range t.watches {
		select {
		case told <- struct{}{}:
		default:
		}
	}
}
