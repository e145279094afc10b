package gis

// PaperShapes are the lines of a printed map: desa in and around a wilayah, and roads.
type PaperShapes struct {
	Box   *[4]float64 // of the wilayah itself, nil where it has no polygon
	Desa  []PaperArea
	Roads []PaperRoad
}

// PaperArea is a desa as its rings: outlines and holes alike.
type PaperArea struct {
	Code  WilayahCode
	Rings [][][2]float64 // longitude, latitude
}

// PaperRoad is a piece of road.
type PaperRoad struct {
	Main bool // up to secondary
	Line [][2]float64
}
