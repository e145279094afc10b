package ingest

// Codes of issues that only the store can tell; those of files are in
// ingest/read. They are stable.
const (
	CodeRepaired        = "REPAIRED"        // an invalid polygon was mended
	CodeMissingRow      = "MISSING_ROW"     // a newer file of the source no longer holds the row
	CodeClosedRow       = "CLOSED_ROW"      // the same, and it was closed as asked
	CodeNothingClosed   = "NOTHING_CLOSED"  // rejected rows may be the missing ones
	CodeNotWhole        = "NOT_WHOLE"       // declared complete, with rejected rows
	CodeUnknownWilayah  = "UNKNOWN_WILAYAH" // a code that no boundary list has brought
	CodeNotDesa         = "NOT_DESA"        // a code of a higher level where a desa belongs
	CodeOutsideDesa     = "OUTSIDE_DESA"    // a point outside the desa declared for it
	CodeNoDesaAtPoint   = "NO_DESA_AT_POINT"
	CodeUnknownRoadWord = "UNKNOWN_ROAD_WORD" // a class or surface that no loaded road has
)
