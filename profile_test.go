package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

type speedAnswer struct {
	NearestFacilities []struct {
		Status, Reason       string
		DurationS, DistanceM float64
		Provenance           struct {
			Parameters []struct{ Name, Value string }
			Caveats    []struct{ Code string }
		}
	}
}

// speedOf asks for the nearest puskesmas from a place in the demonstration, and
// returns how long it takes and which version the answer names.
func speedOf(t *testing.T, p *program, arguments string) (seconds, metres float64, version, caveats string) {
	t.Helper()
	var a speedAnswer
	p.ask(t, `{nearestFacilities(from:{lon:114.37,lat:-8.22}, kind:[PUSKESMAS], first:1`+arguments+`) {
		status reason durationS distanceM provenance { parameters { name value } caveats { code } } }}`, &a)
	trip := a.NearestFacilities[0]
	for _, q := range trip.Provenance.Parameters {
		if q.Name == "profileVersion" {
			version = q.Value
		}
	}
	for _, c := range trip.Provenance.Caveats {
		caveats += c.Code + " "
	}
	return trip.DurationS, trip.DistanceM, version, caveats
}

// Speeds are edited as a sheet while the server runs, which answers by the new
// version without being started again.
func TestSpeedsAreEditedWhileServing(t *testing.T) {
	dir := dataDir(t)
	p := serve(t, dir, "--demo-if-empty")
	eventually(t, patience, func() error { return p.roadsReady(t) })
	seconds, metres, version, _ := speedOf(t, p, "")
	if seconds <= 0 || version != "MOTORCYCLE@1" {
		t.Fatalf("%v s by %q: nothing to compare with", seconds, version)
	}
	walk, _, _, _ := speedOf(t, p, ", profile: WALK")

	must(t, 0, dir, "profile", "list")
	sheet := must(t, 0, dir, "profile", "export", "--profile", "motorcycle")
	sheet = sheet[strings.Index(sheet, "profile,variant"):]
	file := filepath.Join(t.TempDir(), "profil.csv")
	write := func(text string) {
		t.Helper()
		if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	write(sheet)
	if out := must(t, 0, dir, "profile", "import", file, "--why", "nothing"); !strings.Contains(out, "not changed") {
		t.Errorf("a sheet as it was exported made a version:\n%s", out)
	}

	// Every speed on the road is quartered: what is ridden takes four times as long.
	var slow []string
	for _, line := range strings.Split(strings.TrimSpace(sheet), "\n") {
		cells := strings.Split(line, ",")
		var kmh float64
		if cells[1] == "" && cells[3] == "class" {
			if n, _ := fmt.Sscan(cells[5], &kmh); n == 1 {
				cells[5] = fmt.Sprint(kmh / 4)
			}
		}
		slow = append(slow, strings.Join(cells, ","))
	}
	write(strings.Join(slow, "\n") + "\n")
	must(t, 0, dir, "profile", "import", file, "--dry-run")
	if _, _, version, _ := speedOf(t, p, ""); version != "MOTORCYCLE@1" {
		t.Fatalf("a dry run made version %s", version)
	}
	must(t, 1, dir, "profile", "import", file) // without a reason
	must(t, 0, dir, "profile", "import", file, "--why", "a trial")
	var later float64
	eventually(t, patience, func() error {
		var m float64
		if later, m, version, _ = speedOf(t, p, ", by: DISTANCE"); version != "MOTORCYCLE@2" {
			return fmt.Errorf("still version %s", version)
		}
		if m > metres+1e-6 {
			t.Errorf("the shortest way is %v m, by time it was %v", m, metres)
		}
		return nil
	})
	if later <= seconds*1.2 {
		t.Errorf("at a quarter of the speed it takes %v s, before %v s", later, seconds)
	}
	if again, _, _, _ := speedOf(t, p, ", profile: WALK"); again != walk {
		t.Errorf("walking took %v s, and %v s after an edit of motorcycles", walk, again)
	}
	if out := must(t, 0, dir, "profile", "import", file, "--why", "again"); !strings.Contains(out, "not changed") {
		t.Errorf("the same sheet twice made a version:\n%s", out)
	}
	// The sheet as it was first exported says that it was made from version 1.
	write(sheet)
	if out := must(t, 1, dir, "profile", "import", file, "--why", "stale"); !strings.Contains(out, "version 2") {
		t.Errorf("a stale sheet is refused without its version:\n%s", out)
	}
	if out := must(t, 0, dir, "profile", "list", "--history"); !strings.Contains(out, "a trial") || strings.Count(out, "MOTORCYCLE") != 3 {
		t.Errorf("the history is not whole:\n%s", out)
	}
	// Back to the first version, which was kept.
	old := must(t, 0, dir, "profile", "export", "--profile", "MOTORCYCLE", "--number", "1")
	write(old[strings.Index(old, "profile,variant"):])
	must(t, 0, dir, "profile", "import", file, "--why", "back")
	eventually(t, patience, func() error {
		back, _, version, _ := speedOf(t, p, "")
		if version != "MOTORCYCLE@3" {
			return fmt.Errorf("still version %s", version)
		}
		if back != seconds {
			t.Errorf("back at the first version it takes %v s, before %v s", back, seconds)
		}
		return nil
	})

	wet, _, version, _ := speedOf(t, p, `, variant: "musim-hujan"`)
	if version != "MOTORCYCLE@3+musim-hujan@1" || wet < seconds {
		t.Errorf("in the wet season %v s by %s, in the dry %v s", wet, version, seconds)
	}
	// A closure that matches no road is told.
	write("profile,variant,item,key,value,closed,source,assumption,note\n" +
		"MOTORCYCLE,jembatan-putus,close_way,999999999,,,Dinas PU,,Jembatan Kali\n" +
		"MOTORCYCLE,jembatan-putus,class,boulevard,10,,,yes,\n")
	if out := must(t, 0, dir, "profile", "import", file, "--why", "a bridge fell"); !strings.Contains(out, "UNKNOWN_ROAD_WORD") {
		t.Errorf("an unknown class is not flagged:\n%s", out)
	}
	eventually(t, patience, func() error {
		var a struct {
			TravelProfiles []struct {
				Profile  string
				Variants []struct {
					ID, Title string
					Closures  []struct {
						WayID string
						Edges *int
					}
				}
			}
		}
		p.ask(t, `{travelProfiles { profile variants { id title closures { wayId edges } } }}`, &a)
		for _, v := range a.TravelProfiles[1].Variants {
			if v.ID == "jembatan-putus" && len(v.Closures) == 1 && v.Closures[0].WayID == "999999999" && *v.Closures[0].Edges == 0 {
				return nil
			}
		}
		return fmt.Errorf("%+v", a)
	})
	if _, _, _, caveats := speedOf(t, p, `, variant: "jembatan-putus"`); !strings.Contains(caveats, "CLOSURE_NOT_MATCHED") {
		t.Errorf("a closure that matches nothing is not told: %s", caveats)
	}
	// Everything wrong with a sheet is told at once, and nothing of it is kept.
	write("profile,variant,item,key,value,closed,source,assumption\n" +
		"MOTORCYCLE,x,class,track,900,,,yes\nMOTORCYCLE,x,class,path,,,,yes\nTRUCK,x,class,path,3,,,yes\nMOTORCYCLE,x,class,road,3,,,\nMOTORCYCLE,x,class,road,3,maybe,,yes\n")
	out := must(t, 1, dir, "profile", "import", file, "--why", "wrong")
	for _, want := range []string{"line 2 value", "line 3 value", "line 4 profile", "line 5 source", "line 6 closed", "REFUSED"} {
		if !strings.Contains(out, want) {
			t.Errorf("%q is not in the report:\n%s", want, out)
		}
	}
}
