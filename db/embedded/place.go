package embedded

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"syscall"
)

// place says where a data folder's cluster and its sockets are.
//
//	Data/                the data folder, the caller's own
//	Data/dumps/          verified dumps
//	Data/database        -> Base, or the file "database.location" naming it
//	Base/cluster/        PostgreSQL's files
//	Base/lock            held while any process of the cluster lives
//	Base/postgres.log    what postgres and the supervisor say, bounded
//	Run/                 the sockets
type place struct {
	Data, Base, Run string
	Owner           identity
}

const (
	pointerName = "database.location"
	// A socket's path has room for 107 bytes; the longest name in Run is
	// postgres' own ".s.PGSQL.5432.lock".
	maxSocketPath = 107
	longestSocket = "/.s.PGSQL.5432.lock"
)

// Where root keeps what an ordinary user could not reach. Variables for tests.
var (
	stateRoot = "/var/lib/jangkau"
	runRoot   = "/run"
)

func (p place) cluster() string { return filepath.Join(p.Base, "cluster") }
func (p place) lock() string    { return filepath.Join(p.Base, "lock") }
func (p place) log() string     { return filepath.Join(p.Base, "postgres.log") }
func (p place) dumps() string   { return filepath.Join(p.Data, "dumps") }
func (p place) control() string { return filepath.Join(p.Run, "control") }

func parentOf(dir string) string { return filepath.Dir(dir) }

func hashOf(path string) string {
	sum := sha256.Sum256([]byte(path))
	return hex.EncodeToString(sum[:6])
}

// locate finds or makes the folders for dataDir. The same folder always gives
// the same answer, whatever way it is spelt: processes meet through it.
func locate(dataDir string) (place, error) {
	root := os.Geteuid() == 0
	mode := os.FileMode(0o700)
	if root {
		mode = 0o711 // the database's user passes through, and sees nothing
	}
	data, err := filepath.Abs(dataDir)
	if err != nil {
		return place{}, explain(err, "", dataDir)
	}
	if err := os.MkdirAll(data, mode); err != nil {
		return place{}, explain(err, "", data)
	}
	if data, err = filepath.EvalSymlinks(data); err != nil {
		return place{}, explain(err, "", data)
	}
	p := place{Data: data}
	if p.Base, err = baseFor(data, root); err != nil {
		return place{}, err
	}
	if p.Owner, err = identityFor(p.Base); err != nil {
		return place{}, err
	}
	if err := ownFolder(p.Base, p.Owner); err != nil {
		return place{}, err
	}
	p.Run = runFor(p.Base, p.Owner, root)
	return p, ownFolder(p.Run, p.Owner)
}

// baseFor decides where the cluster lives. Once decided it stays, also when the
// permissions above the data folder change: a cluster in the folder comes first,
// a pointer to one elsewhere second.
func baseFor(data string, root bool) (string, error) {
	inside := filepath.Join(data, "database")
	if _, err := os.Lstat(inside); err == nil {
		return inside, nil
	}
	pointer := filepath.Join(data, pointerName)
	if b, err := os.ReadFile(pointer); err == nil {
		if to := strings.TrimSpace(string(b)); filepath.Dir(to) == stateRoot {
			return to, nil
		}
		return "", unavailable(nil,
			"isi %s tidak dikenali; hapus berkas itu untuk memulai basis data baru",
			"the content of %s is not recognised; remove the file to begin with a new database", pointer)
	} else if !errors.Is(err, os.ErrNotExist) {
		return "", explain(err, "", pointer)
	}
	if !root || unprivileged()[0].mayEnter(data) {
		return inside, nil
	}
	elsewhere := filepath.Join(stateRoot, hashOf(data))
	if err := os.MkdirAll(stateRoot, 0o755); err != nil {
		return "", explain(err, "", stateRoot)
	}
	if err := os.Chmod(stateRoot, 0o755); err != nil { // whatever the umask
		return "", explain(err, "", stateRoot)
	}
	if err := os.WriteFile(pointer, []byte(elsewhere+"\n"), 0o644); err != nil {
		return "", explain(err, "", pointer)
	}
	return elsewhere, nil
}

// runFor puts the sockets inside the cluster's folder, where nobody else can
// interfere, unless their paths would grow too long for a socket, or hold a
// comma: clients of PostgreSQL read that as the end of one host's name.
func runFor(base string, owner identity, root bool) string {
	inside := filepath.Join(base, "run")
	if len(inside)+len(longestSocket) <= maxSocketPath && !strings.Contains(inside, ",") {
		return inside
	}
	if root {
		return filepath.Join(runRoot, "jangkau-"+hashOf(base))
	}
	// Not os.TempDir: TMPDIR may differ between two processes that must meet.
	return fmt.Sprintf("/tmp/jangkau-%d-%s", owner.UID, hashOf(base))
}

// ownFolder makes dir for owner alone, or checks that it is so already: in a
// shared folder such as /tmp somebody else may have made it first.
func ownFolder(dir string, owner identity) error {
	err := os.Mkdir(dir, 0o700)
	if err == nil && !owner.isSelf() {
		err = os.Lchown(dir, owner.UID, owner.GID)
	}
	if err != nil && !errors.Is(err, os.ErrExist) {
		return explain(err, "", dir)
	}
	info, err := os.Lstat(dir)
	if err != nil {
		return explain(err, "", dir)
	}
	uid := int(info.Sys().(*syscall.Stat_t).Uid)
	if uid == os.Geteuid() && uid != owner.UID && info.IsDir() && isEmpty(dir) {
		// Root makes the folder and gives it away in two steps: between them
		// another process of root's may see it, or a kill leave it.
		if err := os.Lchown(dir, owner.UID, owner.GID); err != nil {
			return explain(err, "", dir)
		}
		uid = owner.UID
	}
	if uid != owner.UID || !info.IsDir() {
		return wrongOwner(dir, userName(uid))
	}
	if info.Mode().Perm()&0o077 != 0 {
		return explain(os.Chmod(dir, 0o700), "", dir)
	}
	return nil
}

// isEmpty is false also where dir cannot be read.
func isEmpty(dir string) bool {
	entries, err := os.ReadDir(dir)
	return err == nil && len(entries) == 0
}
