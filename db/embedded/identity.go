package embedded

import (
	"os"
	"os/user"
	"strconv"
	"syscall"
)

// identity is the operating-system user that postgres runs as. PostgreSQL
// refuses to run as root, so root's is an unprivileged one.
type identity struct {
	UID, GID int
}

func (id identity) isSelf() bool { return id.UID == os.Geteuid() }

// unprivileged are the users that root runs postgres as, best first: "postgres"
// exists wherever Debian's packages are installed.
func unprivileged() []identity {
	ids := make([]identity, 0, 2)
	for _, name := range []string{"postgres", "nobody"} {
		if u, err := user.Lookup(name); err == nil {
			uid, _ := strconv.Atoi(u.Uid)
			gid, _ := strconv.Atoi(u.Gid)
			ids = append(ids, identity{uid, gid})
		}
	}
	return append(ids, identity{65534, 65534})
}

// identityFor says who runs the cluster kept in dir. What exists keeps its
// owner; a folder of somebody else is refused, since two owners of one cluster
// end in files that one of them cannot read.
func identityFor(dir string) (identity, error) {
	candidates := []identity{{os.Geteuid(), os.Getegid()}}
	if os.Geteuid() == 0 {
		candidates = unprivileged()
	}
	info, err := os.Lstat(dir)
	if os.IsNotExist(err) {
		return candidates[0], nil
	}
	if err != nil {
		return identity{}, explain(err, "", dir)
	}
	owner := int(info.Sys().(*syscall.Stat_t).Uid)
	if owner == 0 && os.Geteuid() == 0 {
		return candidates[0], nil // half made by a killed run; ownFolder settles it
	}
	for _, id := range candidates {
		if id.UID == owner && info.IsDir() {
			return id, nil
		}
	}
	return identity{}, wrongOwner(dir, userName(owner))
}

func userName(uid int) string {
	if u, err := user.LookupId(strconv.Itoa(uid)); err == nil {
		return u.Username
	}
	return strconv.Itoa(uid)
}

// become drops root for good. It runs in the supervisor only, before it touches
// any file: a root process in folders that another user controls could be led
// astray by symbolic links.
func (id identity) become() error {
	if id.isSelf() {
		return nil
	}
	if err := syscall.Setgroups(nil); err != nil {
		return err
	}
	if err := syscall.Setgid(id.GID); err != nil {
		return err
	}
	return syscall.Setuid(id.UID)
}

// mayEnter reports whether id may pass through dir and all folders above it.
// It reads the mode bits alone: where access control lists would allow more, the
// cluster merely goes to the system's state folder.
func (id identity) mayEnter(dir string) bool {
	for {
		info, err := os.Stat(dir)
		if err != nil {
			return false
		}
		st := info.Sys().(*syscall.Stat_t)
		var bit os.FileMode = 0o001
		switch {
		case int(st.Uid) == id.UID:
			bit = 0o100
		case int(st.Gid) == id.GID:
			bit = 0o010
		}
		if info.Mode().Perm()&bit == 0 {
			return false
		}
		if dir == "/" {
			return true
		}
		dir = parentOf(dir)
	}
}
