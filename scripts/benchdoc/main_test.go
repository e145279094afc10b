package main

import (
	"strings"
	"testing"
)

func TestPage(t *testing.T) {
	targets := "# what\tbenchmark\tunit\tsign\tlimit\n" +
		"a search\tReach/s1m\tms-nodes\t<=\t0.6\n" +
		"a ratio\tRoads\tratio\t>=\t10\n" +
		"too slow\tSlow\tms\t<=\t5\n" +
		"never ran\tGone\tms\t<=\t5\n"
	output := "goos: linux\npkg: jangkau/gis/network\n" +
		"BenchmarkReach/s1m-2 \t 100\t 12345 ns/op\t 0.7 ms-nodes\n" +
		"BenchmarkSlow-2 1 1 ns/op 10 ms\nPASS\n" +
		"pkg: jangkau/ingest\nBenchmarkRoads-2 1 1 ns/op 4 ratio\n" +
		"pkg: jangkau/gis/network\nBenchmarkReach/s1m-2 100 12345 ns/op 0.3 ms-nodes\n" +
		"BenchmarkReach/s1m-2 100 12345 ns/op 0.5 ms-nodes\nBenchmark is a word\n"
	var page strings.Builder
	if err := run(strings.NewReader(targets), strings.NewReader(output), &page); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{
		"| a search | at most 0.6 | 0.5 | yes |", // the median of 0.7, 0.3 and 0.5
		"| a ratio | at least 10 | 4 | **no**: 2.5 times too little |",
		"| too slow | at most 5 | 10 | **no**: 2 times too much |",
		"| never ran | at most 5 | not measured | **no** |",
		"### jangkau/gis/network\n\n| benchmark | unit | median | runs |\n| --- | --- | --- | --- |\n| Reach/s1m | ns/op | 12345 | 3 |",
	} {
		if !strings.Contains(page.String(), want) {
			t.Errorf("no %q in\n%s", want, page.String())
		}
	}
	if n := strings.Count(page.String(), "### jangkau/gis/network\n"); n != 1 {
		t.Errorf("%d sections of one package", n)
	}
}

func TestMistakes(t *testing.T) {
	for name, c := range map[string][2]string{
		"four columns":   {"a\tb\tc\t<=\n", "BenchmarkA 1 1 ns/op\n"},
		"no sign":        {"a\tb\tc\t=\t1\n", "BenchmarkA 1 1 ns/op\n"},
		"no limit":       {"a\tb\tc\t<=\tfast\n", "BenchmarkA 1 1 ns/op\n"},
		"no benchmark":   {"", "PASS\n"},
		"not a figure":   {"", "BenchmarkA 1 x ns/op\n"},
		"a limit of nil": {"a\tb\tc\t<=\t0\n", "BenchmarkA 1 1 ns/op\n"},
	} {
		if err := run(strings.NewReader(c[0]), strings.NewReader(c[1]), &strings.Builder{}); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
}
