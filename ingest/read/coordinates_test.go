package read

import (
	"encoding/json"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// json.Unmarshal is the slow twin.
func wantLikeJSON(t rapid.TB, raw []byte, multi bool) {
	t.Helper()
	want := make([][][][]float64, 1)
	var wantErr error
	if multi {
		want = nil
		wantErr = json.Unmarshal(raw, &want)
	} else {
		wantErr = json.Unmarshal(raw, &want[0])
	}
	got, err := decodeCoordinates(raw, multi)
	if (err == nil) != (wantErr == nil) || err == nil && !cmp.Equal(got, want) {
		t.Errorf("%s: %v, %v; json.Unmarshal says %v, %v", raw, got, err, want, wantErr)
	}
}

func TestCoordinatesAgainstJSON(t *testing.T) {
	for _, raw := range []string{
		`[]`, `[[]]`, `[[[]]]`, `[[[[]]]]`, ` [ [ [ [ 1 , -2.5e1 ] ] ] ] `, `[[[1,2],[3,4]]]`, `[[[[1,2,3],[4,5]],[[6,7]]],[]]`,
		`null`, `{}`, `"x"`, `1`, `[1]`, `[[["1",2]]]`, `[[[[1,2],{}]]]`, `[[[true,false]]]`, `[[[[[1,2]]]]]`, `[[[1e400,2]]]`, `[[[0.1,-0]]]`,
	} {
		wantLikeJSON(t, []byte(raw), true)
		wantLikeJSON(t, []byte(raw), false)
	}
}

func TestRandomCoordinatesAgainstJSON(t *testing.T) {
	position := rapid.SliceOfN(rapid.Float64Range(-180, 180), 0, 4)
	polygon := rapid.SliceOfN(rapid.SliceOfN(position, 0, 6), 0, 4)
	rapid.Check(t, func(t *rapid.T) {
		raw, err := json.Marshal(rapid.SliceOfN(polygon, 0, 3).Draw(t, "multipolygon"))
		if err != nil {
			t.Fatal(err)
		}
		wantLikeJSON(t, raw, true)
		raw, err = json.Marshal(polygon.Draw(t, "polygon"))
		if err != nil {
			t.Fatal(err)
		}
		wantLikeJSON(t, raw, false)
	})
}
