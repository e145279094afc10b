package graph

import (
	"jangkau/gis"
	"jangkau/gis/workforce"
	"jangkau/graph/model"
)

// workloadNeed computes from figures given alone.
func workloadNeed(in model.WorkloadInput) (*gis.WorkloadNeed, error) {
	w := workforce.Workload{WKTMinutes: in.WktMinutes, RoundSBK: in.RoundSbk}
	for _, m := range in.Main {
		w.Main = append(w.Main, workforce.Main{Volume: m.Volume, NormMinutes: m.NormMinutes})
	}
	for _, p := range in.SupportPercent {
		w.Support = append(w.Support, workforce.Support{Percent: p})
	}
	for _, m := range in.SupportMinutes {
		w.Support = append(w.Support, workforce.Support{MinutesYear: m})
	}
	for _, i := range in.Individual {
		w.Individual = append(w.Individual, workforce.Individual{MinutesYear: i.MinutesYear, Persons: i.Persons})
	}
	n, err := w.Need()
	if err != nil {
		return nil, err
	}
	return &n, nil
}
