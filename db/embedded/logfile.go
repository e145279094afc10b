package embedded

import (
	"os"
	"sync"
)

// logFile is a log of bounded size: when it is full it becomes "<name>.1",
// replacing the one before. PostgreSQL's own collector bounds a file's age but
// not its size, so a message repeated in a loop could fill the disk.
type logFile struct {
	mu   sync.Mutex
	path string
	max  int64
	f    *os.File
	size int64
	tail []byte // the last of what was written, for error messages
}

const (
	logMax  = 5 << 20
	tailMax = 4 << 10
)

func openLog(path string, limit int64) (*logFile, error) {
	l := &logFile{path: path, max: limit}
	return l, l.open()
}

func (l *logFile) open() error {
	f, err := os.OpenFile(l.path, os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	info, err := f.Stat()
	if err != nil {
		f.Close()
		return err
	}
	l.f, l.size = f, info.Size()
	return nil
}

// Write never fails: postgres must go on where the disk is full, and would get
// SIGPIPE if its log stopped being read.
func (l *logFile) Write(b []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.tail = append(l.tail, b...)
	l.tail = l.tail[max(0, len(l.tail)-tailMax):]
	if l.size+int64(len(b)) > l.max && l.size > 0 {
		l.f.Close()
		_ = os.Rename(l.path, l.path+".1")
		if l.open() != nil {
			l.f, _ = os.OpenFile(os.DevNull, os.O_WRONLY, 0)
			l.size = 0
		}
	}
	n, _ := l.f.Write(b)
	l.size += int64(n)
	return len(b), nil
}

func (l *logFile) Tail() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return string(l.tail)
}
