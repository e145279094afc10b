package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"

	"jangkau/demo"
	"jangkau/gis"
	"jangkau/ingest"
)

// demoMark is the file that says of a folder's files that they are made up.
const demoMark = "PERAGAAN-DEMO.txt"

type demoCommand struct {
	Remove bool   `help:"Hapus data peragaan. / Remove the demonstration."`
	Write  string `help:"Tulis saja berkas peragaan ke folder ini, sebagai contoh format. / Only write the demonstration's files here, as examples of the formats." type:"path" placeholder:"DIR"`
}

func (c *demoCommand) Run(ctx context.Context, e *environment) error {
	if c.Write != "" {
		files, err := demo.Generate(c.Write, demo.Seed)
		if err != nil {
			return err
		}
		for _, s := range files.Steps {
			fmt.Fprintf(e.out, "%-11s %s\n", s.Command, s.Path)
		}
		warning := gis.T("Isi berkas ini rekaan, contoh format saja. Selama "+demoMark+" ada di folder ini, jangkau import mencatat isinya sebagai peragaan. Untuk memuat peragaan seluruhnya: jangkau demo",
			"What these files hold is made up, an example of the formats only. While "+demoMark+" is in this folder, jangkau import marks them as a demonstration. To load all of it: jangkau demo")
		fmt.Fprintln(e.out, warning.In(e.Lang))
		if err := os.WriteFile(filepath.Join(c.Write, demoMark), []byte(warning.ID+"\n\n"+warning.EN+"\n"), 0o644); err != nil {
			return fmt.Errorf("demonstration's files: %w", err)
		}
		return nil
	}
	s, err := e.openStore(ctx)
	if err != nil {
		return err
	}
	defer s.Close()
	if c.Remove {
		n, err := s.RemoveDemo(ctx)
		if err != nil {
			return err
		}
		fmt.Fprintln(e.out, gis.T("Data peragaan dihapus: %d baris.", "Demonstration removed: %d rows.", n).In(e.Lang))
		return nil
	}
	have, err := s.Holdings(ctx)
	if err != nil {
		return err
	}
	if have.Real > 0 {
		// Its roads would take the place of real ones, and half of it might load.
		return gis.NewError(gis.Conflict,
			"Basis data ini berisi data nyata (%d sumber); peragaan tidak dimuat di sampingnya. Pakai folder data lain: jangkau demo --data-dir FOLDER",
			"This store holds real data (%d sources); the demonstration is not loaded beside it. Use another data folder: jangkau demo --data-dir DIR", have.Real)
	}
	return e.loadDemo(ctx, s)
}

// loadDemo runs the ordinary imports on the demonstration's files. Each is one
// transaction and changes nothing when run again, so a load that was killed is
// completed by the next.
func (e *environment) loadDemo(ctx context.Context, s *store) error {
	dir, err := os.MkdirTemp("", "jangkau-demo-")
	if err != nil {
		return fmt.Errorf("folder for the demonstration: %w", err)
	}
	defer os.RemoveAll(dir)
	files, err := demo.Generate(dir, demo.Seed)
	if err != nil {
		return err
	}
	for _, step := range files.Steps {
		res, err := e.loadDemoStep(ctx, s, step)
		if err != nil {
			return err
		}
		fmt.Fprintln(e.out, gis.T("peragaan: %-10s %d baris", "demo: %-10s %d rows", step.Command, res.Rows).In(e.Lang))
		if res.Rejected > 0 {
			return fmt.Errorf("demonstration: %d rows of %s were rejected, first: %v", res.Rejected, step.Command, res.Issues[0])
		}
	}
	return nil
}

func (e *environment) loadDemoStep(ctx context.Context, s *store, step demo.Step) (ingest.Result, error) {
	asOf, err := parseDay("AsOf", step.AsOf)
	if err != nil {
		return ingest.Result{}, err
	}
	opts := ingest.Options{
		Path: step.Path, SourceName: step.SourceName, Vintage: asOf, Kind: ingest.Demo,
		Licence: step.Licence, Progress: e.progress(),
	}
	switch step.Command {
	case "boundaries":
		return ingest.Boundaries(ctx, s.StartLoad, ingest.BoundaryOptions{Options: opts, Approximate: step.Approximate})
	case "population":
		return ingest.Population(ctx, s.StartLoad, ingest.PopulationOptions{Options: opts})
	case "facilities":
		return ingest.Facilities(ctx, s.StartLoad, ingest.FacilityOptions{Options: opts, Complete: step.Complete, Within: step.Within})
	case "roads":
		return ingest.Roads(ctx, s.StartLoad, ingest.RoadOptions{Options: opts, Nodes: step.Nodes, Covers: string(step.Covers)})
	case "staff":
		return ingest.Staff(ctx, s.StartLoad, ingest.StaffOptions{Options: opts, Within: step.Within})
	case "posyandu":
		return ingest.Posyandu(ctx, s.StartLoad, ingest.PosyanduOptions{Options: opts, Within: step.Within, Complete: len(step.Complete) > 0})
	case "standard":
		return ingest.Standards(ctx, s.StartLoad, opts)
	case "workload":
		return ingest.Workload(ctx, s.StartLoad, ingest.WorkloadOptions{Options: opts, Within: step.Within})
	case "costs":
		return ingest.Costs(ctx, s.StartLoad, opts)
	case "mentoring":
		return ingest.Mentoring(ctx, s.StartLoad, ingest.MentoringOptions{Options: opts, Within: step.Within})
	}
	return ingest.Result{}, fmt.Errorf("demonstration: no import is called %q", step.Command)
}

// demoIfEmpty loads the demonstration where the store holds nothing real and not
// all of the demonstration.
func (e *environment) demoIfEmpty(ctx context.Context, s *store) error {
	have, err := s.Holdings(ctx)
	if err != nil || have.Real > 0 {
		return err
	}
	for _, name := range demo.SourceNames() {
		if !slices.Contains(have.Demo, name) {
			return e.loadDemo(ctx, s)
		}
	}
	return nil
}
