package embedded

import (
	"os"
	"path/filepath"
	"strconv"
)

// installation is one major version of PostgreSQL that has PostGIS beside it.
type installation struct {
	Major int
	Bin   string // folder of initdb, postgres, pg_dump ...
}

// Debian keeps each major version's programs and extensions in folders of its
// own, so several can be installed at once. A variable for the tests' sake.
var debian = struct{ bin, control string }{
	bin:     "/usr/lib/postgresql/*/bin",
	control: "/usr/share/postgresql/*/extension/postgis.control",
}

// installations lists what is installed, newest major first.
func installations() []installation {
	withPostGIS := map[string]bool{}
	controls, _ := filepath.Glob(debian.control)
	for _, c := range controls {
		withPostGIS[filepath.Base(filepath.Dir(filepath.Dir(c)))] = true
	}
	var found []installation
	bins, _ := filepath.Glob(debian.bin)
	for _, bin := range bins {
		name := filepath.Base(filepath.Dir(bin))
		major, err := strconv.Atoi(name)
		if err != nil || !withPostGIS[name] {
			continue
		}
		// The client package alone leaves a bin folder without a server.
		if _, err := os.Stat(filepath.Join(bin, "initdb")); err != nil {
			continue
		}
		at := 0
		for at < len(found) && found[at].Major > major {
			at++
		}
		found = append(found[:at], append([]installation{{major, bin}}, found[at:]...)...)
	}
	return found
}

func (i installation) program(name string) string { return filepath.Join(i.Bin, name) }

func (i installation) ok() bool { return i.Major > 0 }

func ofMajor(all []installation, major int) installation {
	for _, i := range all {
		if i.Major == major {
			return i
		}
	}
	return installation{}
}
