package read

import (
	"compress/gzip"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"jangkau/gis"
)

// data is the path of a trial file; without the trial data a test skips, except
// on the build server, where skipping everything would pass for success.
func data(t testing.TB, name string) string {
	t.Helper()
	p := filepath.Join("..", "..", "..", "shared", "data", filepath.FromSlash(name))
	if _, err := os.Stat(p); err != nil {
		if os.Getenv("CI") == "true" {
			t.Fatal("the trial data is absent: ", err)
		}
		t.Skip("the trial data is absent: ", err)
	}
	return p
}

// file writes a fixture and returns its path.
func file(t testing.TB, name string, content []byte) string {
	t.Helper()
	p := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(p, content, 0o600); err != nil {
		t.Fatal(err)
	}
	return p
}

func gzipped(t testing.TB, content []byte) []byte {
	t.Helper()
	var b strings.Builder
	z := gzip.NewWriter(&b)
	if _, err := z.Write(content); err != nil {
		t.Fatal(err)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return []byte(b.String())
}

// issues gathers what a reader tells, and checks that it can be acted on.
type issues struct {
	t   testing.TB
	all []Issue
}

func (i *issues) options() Options {
	return Options{Issue: func(x Issue) {
		if x.Code == "" || x.Reason.ID == "" || x.Reason.EN == "" || x.Severity == "" || x.Severity == Rejected && x.Action.ID == "" {
			i.t.Errorf("an issue that nobody can act on: %+v", x)
		}
		i.all = append(i.all, x)
	}}
}

func (i *issues) count(code string) int {
	n := 0
	for _, x := range i.all {
		if x.Code == code {
			n++
		}
	}
	return n
}

// first is the first issue of a code; it must exist.
func (i *issues) first(code string) Issue {
	i.t.Helper()
	for _, x := range i.all {
		if x.Code == code {
			return x
		}
	}
	i.t.Errorf("no issue %s among %s", code, i)
	return Issue{}
}

func (i *issues) String() string {
	var s []string
	for _, x := range i.all {
		s = append(s, fmt.Sprintf("%d:%s:%s", x.Line, x.Severity, x.Code))
	}
	return strings.Join(s, " ")
}

// sums checks that no row got lost between the figures of a report.
func sums(t testing.TB, r Report) {
	t.Helper()
	if r.Rows != r.Accepted+r.Rejected+r.Skipped {
		t.Errorf("%d rows are not %d accepted + %d rejected + %d skipped", r.Rows, r.Accepted, r.Rejected, r.Skipped)
	}
}

// wantInvalid demands an error that says what to do, and in its words some of want.
func wantInvalid(t testing.TB, err error, want string) {
	t.Helper()
	if err == nil {
		t.Errorf("no error, want one about %q", want)
		return
	}
	if gis.KindOf(err) != gis.Invalid {
		t.Errorf("the error %v is of kind %s, want INVALID", err, gis.KindOf(err))
	}
	if !strings.Contains(err.Error(), want) {
		t.Errorf("the error %q does not speak of %q", err, want)
	}
}

func boundaries(t testing.TB, path string, o BoundaryOptions) ([]Boundary, *issues, Report, error) {
	t.Helper()
	i := &issues{t: t}
	opts := i.options()
	opts.Layer, opts.Columns = o.Layer, o.Columns
	o.Options = opts
	var rows []Boundary
	r, err := Boundaries(context.Background(), path, o, func(b Boundary) error {
		rows = append(rows, b)
		return nil
	})
	return rows, i, r, err
}

func facilities(t testing.TB, path string, o FacilityOptions) ([]Facility, *issues, Report, error) {
	t.Helper()
	i := &issues{t: t}
	opts := i.options()
	opts.Columns, opts.Sheet = o.Columns, o.Sheet
	o.Options = opts
	var rows []Facility
	r, err := Facilities(context.Background(), path, o, func(f Facility) error {
		rows = append(rows, f)
		return nil
	})
	return rows, i, r, err
}

func populations(t testing.TB, path string, o PopulationOptions) ([]Population, *issues, Report, error) {
	t.Helper()
	i := &issues{t: t}
	o.Options = i.options()
	var rows []Population
	r, err := Populations(context.Background(), path, o, func(p Population) error {
		rows = append(rows, p)
		return nil
	})
	return rows, i, r, err
}

// Words that the store would know, folded.
const (
	professions = " dokter dokterumum dokterspesialis doktergigi perawat bidan kesmas apoteker ttk "
	statuses    = " pns pppk nonasn blud "
)

func knownWord(list string) func(string) bool {
	return func(fold string) bool { return fold != "" && strings.Contains(list, " "+fold+" ") }
}

func staff(t testing.TB, path string) ([]Staff, *issues, Report, error) {
	t.Helper()
	i := &issues{t: t}
	var rows []Staff
	o := StaffOptions{Options: i.options(), Profession: knownWord(professions), Status: knownWord(statuses)}
	r, err := StaffCounts(context.Background(), path, o, func(s Staff) error {
		rows = append(rows, s)
		return nil
	})
	return rows, i, r, err
}

func roads(t testing.TB, path string, o RoadOptions) ([]RoadNode, []RoadEdge, *issues, Report, error) {
	t.Helper()
	i := &issues{t: t}
	o.Options = i.options()
	var nodes []RoadNode
	var edges []RoadEdge
	given := map[int64]bool{}
	r, err := Roads(context.Background(), path, o, func(n RoadNode) error {
		if given[n.ID] {
			t.Errorf("node %d was given twice", n.ID)
		}
		given[n.ID] = true
		nodes = append(nodes, n)
		return nil
	}, func(e RoadEdge) error {
		if !given[e.From] || !given[e.To] {
			t.Errorf("edge %d-%d came before its nodes", e.From, e.To)
		}
		if len(e.Geometry) < 2 {
			t.Errorf("edge %d-%d has %d points", e.From, e.To, len(e.Geometry))
		}
		edges = append(edges, e)
		return nil
	})
	return nodes, edges, i, r, err
}
