package publish_test

import (
	"context"
	"strings"
	"sync"
	"testing"

	"jangkau/publish/tiletest"
)

// Answers are of one moment: a writer opens a pustu and renames its desa in one
// transaction, and undoes both in the next; whoever reads meanwhile never finds the
// one without the other, whatever is kept, and afterwards all is as it is.
func TestOneMoment(t *testing.T) {
	w := newWorld(t, village)
	stop := make(chan struct{})
	var wg sync.WaitGroup
	changes := 0
	wg.Go(func() {
		for {
			select {
			case <-stop:
				return
			default:
			}
			for _, sql := range []string{
				`insert into data.facility (kind, name, name_fold, declared_desa, location_quality, status, known_from, source_id)
					values ('PUSTU', 'Baru', 'baru', '35.10.01.2005', 'DESA', 'OPEN', '2020-01-01', 2);
				update data.wilayah set name = 'HAS' where code = '35.10.01.2005'`,
				`delete from data.facility where name = 'Baru'; update data.wilayah set name = 'LACKS' where code = '35.10.01.2005'`,
			} {
				if _, err := w.owner.Exec(context.Background(), "begin; "+sql+"; commit"); err != nil {
					t.Error(err)
					return
				}
				changes++
			}
		}
	})
	said := map[string]int{}
	agree := func(how string, name, building any) {
		if name != building && name != "Desa 5" {
			t.Errorf("%s: the name says %v, the rule %v", how, name, building)
		}
		said[how+" "+building.(string)]++
	}
	// Until each way of reading has met both.
	for round := 0; round < 20 || len(said) < 6 && round < 2000; round++ {
		for _, f := range tiletest.Read(t, w.get(desaTile).body).Features {
			if f["code"] == "35.10.01.2005" {
				agree("tile", f["name"], f["building"])
			}
		}
		for _, f := range w.features("desa/items?code=35.10.01.2005").Features {
			agree("feature", f.Properties["name"], f.Properties["building"])
		}
		rows := w.export("desa.csv?within=35.10.01")
		for i, code := range columnOf(rows, "code") {
			if code == "35.10.01.2005" {
				agree("export", columnOf(rows, "name")[i], columnOf(rows, "building")[i])
			}
		}
	}
	close(stop)
	wg.Wait()
	if len(said) < 6 || changes < 10 {
		t.Errorf("%v after %d changes: nothing was tried", said, changes)
	}
	if got := columnOf(w.export("desa.csv?within=35.10.01"), "building"); strings.Join(got, " ") != "LACKS LACKS HAS HAS LACKS LACKS" {
		t.Error(got)
	}
}
