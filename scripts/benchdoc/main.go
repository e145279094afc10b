// Command benchdoc turns the output of benchmarks into a page: what must be reached
// and whether it is, then every figure.
//
//	go test -bench . ./... | go run ./scripts/benchdoc scripts/bench.targets
//
// A line of the targets is: what it is about, the benchmark, its unit, <= or >=, the
// limit; separated by tabs. Lines that begin with # are left out.
package main

import (
	"bufio"
	"fmt"
	"io"
	"os"
	"slices"
	"strconv"
	"strings"
)

func main() {
	if len(os.Args) != 2 {
		fmt.Fprintln(os.Stderr, "usage: benchdoc TARGETS < OUTPUT-OF-BENCHMARKS")
		os.Exit(2)
	}
	targets, err := os.Open(os.Args[1])
	if err == nil {
		err = run(targets, os.Stdin, os.Stdout)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "benchdoc:", err)
		os.Exit(1)
	}
}

// target is a figure that must be reached.
type target struct {
	what, benchmark, unit string
	atLeast               bool
	limit                 float64
}

// figure is one unit of one benchmark, a value a run.
type figure struct {
	pkg, benchmark, unit string
	values               []float64
}

func (f *figure) median() float64 {
	v := slices.Sorted(slices.Values(f.values))
	if n := len(v); n%2 == 0 {
		return (v[n/2-1] + v[n/2]) / 2
	}
	return v[len(v)/2]
}

func run(targets, output io.Reader, w io.Writer) error {
	wanted, err := readTargets(targets)
	if err != nil {
		return err
	}
	figures, err := readFigures(output)
	if err != nil {
		return err
	}
	fmt.Fprint(w, "## What must be reached\n\n| what | must be | measured | reached |\n| --- | --- | --- | --- |\n")
	for _, t := range wanted {
		fmt.Fprintf(w, "| %s | %s %s | %s |\n", t.what, t.sign(), number(t.limit), t.verdict(figures))
	}
	fmt.Fprint(w, "\n## Every figure\n")
	pkg := ""
	for _, f := range figures {
		if f.pkg != pkg {
			pkg = f.pkg
			fmt.Fprintf(w, "\n### %s\n\n| benchmark | unit | median | runs |\n| --- | --- | --- | --- |\n", pkg)
		}
		fmt.Fprintf(w, "| %s | %s | %s | %d |\n", f.benchmark, f.unit, number(f.median()), len(f.values))
	}
	return nil
}

func (t *target) sign() string {
	if t.atLeast {
		return "at least"
	}
	return "at most"
}

func (t *target) verdict(figures []*figure) string {
	for _, f := range figures {
		if f.benchmark != t.benchmark || f.unit != t.unit {
			continue
		}
		m := f.median()
		switch {
		case t.atLeast && m >= t.limit, !t.atLeast && m <= t.limit:
			return number(m) + " | yes"
		case t.atLeast:
			return fmt.Sprintf("%s | **no**: %s times too little", number(m), number(t.limit/m))
		}
		return fmt.Sprintf("%s | **no**: %s times too much", number(m), number(m/t.limit))
	}
	return "not measured | **no**"
}

// number writes four significant digits, and no exponent for what people count.
func number(x float64) string {
	if x >= 1e4 && x < 1e12 {
		return strconv.FormatFloat(x, 'f', 0, 64)
	}
	return strconv.FormatFloat(x, 'g', 4, 64)
}

func readTargets(r io.Reader) ([]target, error) {
	var list []target
	lines := bufio.NewScanner(r)
	for n := 1; lines.Scan(); n++ {
		line := lines.Text()
		if strings.TrimSpace(line) == "" || strings.HasPrefix(line, "#") {
			continue
		}
		f := strings.Split(line, "\t")
		if len(f) != 5 || f[3] != "<=" && f[3] != ">=" {
			return nil, fmt.Errorf("targets, line %d: want what, benchmark, unit, <= or >=, limit between tabs: %q", n, line)
		}
		limit, err := strconv.ParseFloat(f[4], 64)
		if err != nil || !(limit > 0) {
			return nil, fmt.Errorf("targets, line %d: the limit %q is no number above 0", n, f[4])
		}
		list = append(list, target{f[0], f[1], f[2], f[3] == ">=", limit})
	}
	return list, lines.Err()
}

// readFigures reads lines such as
//
//	BenchmarkReach/s1m-2   100   12345 ns/op   0.5 ms-nodes
//
// in order of first appearance, packages together.
func readFigures(r io.Reader) ([]*figure, error) {
	var list []*figure
	pkg := ""
	lines := bufio.NewScanner(r)
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		f := strings.Fields(lines.Text())
		if len(f) == 2 && f[0] == "pkg:" {
			pkg = f[1]
		}
		if len(f) < 4 || !strings.HasPrefix(f[0], "Benchmark") {
			continue
		}
		if _, err := strconv.Atoi(f[1]); err != nil {
			continue // a line that only begins alike
		}
		name := strings.TrimPrefix(f[0], "Benchmark")
		if i := strings.LastIndexByte(name, '-'); i > 0 {
			if _, err := strconv.Atoi(name[i+1:]); err == nil {
				name = name[:i] // the number of processors
			}
		}
		for i := 2; i+1 < len(f); i += 2 {
			v, err := strconv.ParseFloat(f[i], 64)
			if err != nil {
				return nil, fmt.Errorf("%q: %w", lines.Text(), err)
			}
			k := slices.IndexFunc(list, func(g *figure) bool { return g.pkg == pkg && g.benchmark == name && g.unit == f[i+1] })
			if k < 0 {
				k = len(list)
				list = append(list, &figure{pkg: pkg, benchmark: name, unit: f[i+1]})
			}
			list[k].values = append(list[k].values, v)
		}
	}
	if len(list) == 0 && lines.Err() == nil {
		return nil, fmt.Errorf("no benchmark ran")
	}
	order := map[string]int{}
	for i, f := range list {
		if _, seen := order[f.pkg]; !seen {
			order[f.pkg] = i
		}
	}
	slices.SortStableFunc(list, func(a, b *figure) int { return order[a.pkg] - order[b.pkg] })
	return list, lines.Err()
}
