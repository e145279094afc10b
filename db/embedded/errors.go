package embedded

import (
	"errors"
	"io/fs"
	"strings"
	"syscall"

	"jangkau/gis"
)

// ErrNoPostGIS is the cause inside the error that Open returns on a machine
// without PostgreSQL and PostGIS. Tests skip on it.
var ErrNoPostGIS = errors.New("no PostgreSQL with PostGIS on this machine")

func unavailable(cause error, id, en string, args ...any) error {
	e := gis.NewError(gis.Unavailable, id, en, args...)
	e.Err = cause
	return e
}

func noPostGIS() error {
	return unavailable(ErrNoPostGIS,
		"PostgreSQL dengan PostGIS tidak ditemukan di komputer ini; pasang dengan: apt-get install postgresql-15 postgresql-15-postgis-3 (atau jalankan scripts/setup)",
		"PostgreSQL with PostGIS was not found on this machine; install it with: apt-get install postgresql-15 postgresql-15-postgis-3 (or run scripts/setup)")
}

func otherMajor(major int) error {
	return unavailable(nil,
		"basis data di folder data dibuat oleh PostgreSQL %d, yang tidak terpasang, dan tidak ada salinan cadangan yang utuh untuk dipulihkan; pasang dengan: apt-get install postgresql-%d postgresql-%d-postgis-3",
		"the database in the data folder was made by PostgreSQL %d, which is not installed, and there is no sound dump to restore from; install it with: apt-get install postgresql-%d postgresql-%d-postgis-3",
		major, major, major)
}

func wrongOwner(path, owner string) error {
	return unavailable(nil,
		"folder %s milik pengguna %s: jalankan Jangkau sebagai pengguna itu, atau pilih folder data lain (--data-dir, JANGKAU_DATA_DIR)",
		"folder %s belongs to user %s: run Jangkau as that user, or choose another data folder (--data-dir, JANGKAU_DATA_DIR)",
		path, owner)
}

// explain turns a failure that people can mend into a message that says how.
// output is what a program of PostgreSQL printed, where there is any: those
// programs report the disk's state in words (in English, LC_ALL is C.UTF-8).
func explain(err error, output, path string) error {
	if err == nil {
		return nil
	}
	var known *gis.Error
	if errors.As(err, &known) {
		return err
	}
	switch {
	case errors.Is(err, syscall.ENOSPC), errors.Is(err, syscall.EDQUOT),
		strings.Contains(output, "No space left on device"), strings.Contains(output, "Disk quota exceeded"):
		return unavailable(err,
			"disk penuh: kosongkan ruang untuk %s (perlu sekurangnya 200 MB), lalu jalankan lagi",
			"the disk is full: make room for %s (at least 200 MB), then run again", path)
	case errors.Is(err, syscall.EROFS), errors.Is(err, fs.ErrPermission),
		strings.Contains(output, "Permission denied"), strings.Contains(output, "Read-only file system"):
		return unavailable(err,
			"tidak dapat menulis ke %s: periksa izin folder itu, atau pilih folder data lain (--data-dir, JANGKAU_DATA_DIR)",
			"cannot write to %s: check the permissions of that folder, or choose another data folder (--data-dir, JANGKAU_DATA_DIR)", path)
	}
	if tail := lastLines(output, 5); tail != "" {
		err = errors.New(err.Error() + ": " + tail)
	}
	return unavailable(err,
		"basis data di %s gagal dijalankan (rinciannya di postgres.log di folder itu)",
		"the database in %s could not be run (postgres.log in that folder has the details)", path)
}

func lastLines(s string, n int) string {
	lines := strings.Split(strings.TrimSpace(s), "\n")
	return strings.Join(lines[max(0, len(lines)-n):], "\n")
}
