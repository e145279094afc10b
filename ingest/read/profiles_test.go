package read

import (
	"encoding/csv"
	"reflect"
	"strings"
	"testing"
)

func profiles(t *testing.T, path string) (rows []ProfileRow, r Report, err error) {
	t.Helper()
	r, err = Profiles(t.Context(), path, Options{}, func(p ProfileRow) error {
		rows = append(rows, p)
		return nil
	})
	return rows, r, err
}

// Whatever rows are read, written again as a sheet they are read as the same.
func FuzzProfiles(f *testing.F) {
	head := strings.Join(ProfileColumns, ",") + "\n"
	for _, s := range []string{
		head + "MOTORCYCLE,,1,class,track,15,,,,,,,yes,\nMOTORCYCLE,,1,surface,mud,,yes,,,,,Dinas PU,,\n",
		head + "BOAT,ombak,,close_point,,,,114.1,'-8.3,200,6;7 8,=HYPERLINK(),no,'-x\n",
		head + "CAR,x,,close_way,123,,,,,,12,,ya,\nCAR,x,,title,id,,,,,,,,,Judul\n", "profil;varian;isian;kunci;nilai;tutup;sumber;asumsi\nWALK;;walk_kmh;;4,5;;;ya\n",
		head + "CAR,X_,1.5,class,,1e9,maybe,,,,13,,,\n",
	} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, content []byte) {
		rows, r, err := profiles(t, fuzzFile(t, "f.csv", content))
		fuzzError(t, err)
		if err != nil || len(rows) == 0 {
			return
		}
		sums(t, r)
		var text strings.Builder
		w := csv.NewWriter(&text)
		_ = w.Write(ProfileColumns)
		for i := range rows {
			if fault := rows[i].Check(); fault != nil {
				t.Fatalf("%+v: %s", rows[i], fault.Text)
			}
			_ = w.Write(rows[i].Cells())
		}
		w.Flush()
		again, _, err := profiles(t, fuzzFile(t, "g.csv", []byte(text.String())))
		if err != nil || len(again) != len(rows) {
			t.Fatalf("%d rows, read again %d: %v\n%s", len(rows), len(again), err, text.String())
		}
		for i := range rows {
			rows[i].Line, again[i].Line = 0, 0
			if !reflect.DeepEqual(rows[i], again[i]) {
				t.Fatalf("written and read again, %+v is %+v", rows[i], again[i])
			}
		}
	})
}
