package demo_test

import (
	"context"
	"testing"

	"jangkau/demo"
	"jangkau/gis"
	"jangkau/ingest"
	"jangkau/ingest/read"
)

// Every file must be one that the ordinary imports read without rejecting a row,
// and the only things flagged may be those put there on purpose.
func TestImportsReadEveryFile(t *testing.T) {
	files, err := demo.Generate(t.TempDir(), demo.Seed)
	if err != nil {
		t.Fatal(err)
	}
	ctx := context.Background()
	levels := map[gis.WilayahLevel]int{}
	kinds := map[gis.FacilityKind]int{}
	staff := map[int]int{}
	people, settled, nodes, posyandu, mentored, rules, volumes, costs := 0, 0, 0, 0, 0, 0, 0, 0
	for _, s := range files.Steps {
		expected := map[string]int{}
		opts := read.Options{Issue: func(i read.Issue) {
			if expected[i.Code]--; expected[i.Code] < 0 && i.Severity != read.Note {
				t.Errorf("%s: line %d, %s %s: %s", s.Path, i.Line, i.Code, i.Value, i.Reason.EN)
			}
		}}
		var report read.Report
		switch s.Command {
		case "boundaries":
			report, err = read.Boundaries(ctx, s.Path, read.BoundaryOptions{Options: opts}, func(b read.Boundary) error {
				levels[b.Code.Level()]++
				return nil
			})
		case "population":
			report, err = read.Populations(ctx, s.Path, read.PopulationOptions{Options: opts}, func(p read.Population) error {
				if p.Lon == nil {
					people += p.People
				} else {
					settled += p.People
				}
				return nil
			})
		case "facilities":
			report, err = read.Facilities(ctx, s.Path, read.FacilityOptions{Options: opts}, func(f read.Facility) error {
				kinds[f.Kind]++
				return nil
			})
		case "staff":
			report, err = read.StaffCounts(ctx, s.Path, read.StaffOptions{Options: opts}, func(c read.Staff) error {
				staff[c.Year] += c.Count
				if len(c.Klaster) == 0 && c.Profession != "pekarya" || c.FacilityCode == "" {
					t.Errorf("staff row %+v", c)
				}
				return nil
			})
		case "roads":
			open := 0
			report, err = read.Roads(ctx, s.Path, read.RoadOptions{Options: opts, Nodes: s.Nodes}, func(read.RoadNode) error {
				nodes++
				return nil
			}, func(e read.RoadEdge) error {
				if e.Forward.Has(read.Motorcycle) {
					open++
				}
				return nil
			})
			if open == 0 {
				t.Error("no road is open to motorcycles")
			}
		case "posyandu":
			report, err = read.Sheet(ctx, s.Path, opts, ingest.PosyanduFields(), func(*read.SheetRow) error { posyandu++; return nil })
		case "mentoring":
			report, err = read.Sheet(ctx, s.Path, opts, ingest.MentoringFields, func(*read.SheetRow) error { mentored++; return nil })
		case "standard":
			report, err = read.Sheet(ctx, s.Path, opts, ingest.RuleFields, func(*read.SheetRow) error { rules++; return nil })
		case "workload":
			report, err = read.Sheet(ctx, s.Path, opts, ingest.WorkloadFields, func(*read.SheetRow) error { volumes++; return nil })
		case "costs":
			report, err = read.Sheet(ctx, s.Path, opts, ingest.CostFields, func(*read.SheetRow) error { costs++; return nil })
		default:
			t.Errorf("no import is called %q", s.Command)
		}
		// A column that nobody reads would be a promise not kept.
		if err != nil || report.Rejected > 0 || report.Accepted == 0 || len(report.Ignored) > 0 {
			t.Errorf("%s: %v; %d rows accepted, %d rejected; columns not read: %v", s.Path, err, report.Accepted, report.Rejected, report.Ignored)
		}
	}
	if levels[gis.Desa] != 217 || levels[gis.Kecamatan] != 25 || levels[gis.Kabupaten] != 1 || levels[gis.Provinsi] != 0 {
		t.Errorf("boundaries of %v", levels)
	}
	if people != settled || people != 1_791_789 {
		t.Errorf("%d people in desa, %d in settlements", people, settled)
	}
	if kinds[gis.KindPustu] != 87 || kinds[gis.KindPuskesmas] != 45 || kinds[gis.KindLain] != 0 {
		t.Errorf("facilities of %v", kinds)
	}
	if nodes < 5000 {
		t.Errorf("only %d ends of roads", nodes)
	}
	if posyandu != 217 || mentored < 30 {
		t.Errorf("%d posyandu, %d assignments", posyandu, mentored)
	}
	if len(staff) != 2 || staff[2022] < 500 || staff[2023] <= staff[2022] {
		t.Errorf("staff by year: %v", staff)
	}
	if rules < 20 || volumes < 200 || costs < 30 {
		t.Errorf("%d rows of rules, %d volumes, %d costs", rules, volumes, costs)
	}
}
