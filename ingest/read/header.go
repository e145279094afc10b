package read

import "jangkau/gis"

// foldHeader makes spellings of a column equal: "Nama Faskes", nama_faskes and
// NamaFaskes are one.
func foldHeader(s string) string { return gis.FoldName(s) }
