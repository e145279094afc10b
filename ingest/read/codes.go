package read

// Codes of issues. They are stable: a planner's filter or a test may name them.
const (
	CodeBadCode           = "BAD_CODE"             // not a wilayah code
	CodeNumericCode       = "NUMERIC_CODE"         // a number where a code belongs: a spreadsheet ate it
	CodeUnknownProvinsi   = "UNKNOWN_PROVINSI"     // well formed, but no such provinsi
	CodeCodeNormalised    = "CODE_NORMALISED"      // 3510012001 read as 35.10.01.2001
	CodeMissingCode       = "MISSING_CODE"         //
	CodeDuplicateCode     = "DUPLICATE_CODE"       //
	CodeMissingName       = "MISSING_NAME"         //
	CodeBadGeometry       = "BAD_GEOMETRY"         // malformed, empty or of a wrong type
	CodeRingClosed        = "RING_CLOSED"          //
	CodeRingTooShort      = "RING_TOO_SHORT"       //
	CodeZDropped          = "Z_DROPPED"            // once a file
	CodeLatLonSwapped     = "LATLON_SWAPPED"       //
	CodeOutsideIndonesia  = "OUTSIDE_INDONESIA"    //
	CodeBadCoordinate     = "BAD_COORDINATE"       //
	CodeZeroCoordinate    = "ZERO_COORDINATE"      //
	CodeNoCoordinate      = "NO_COORDINATE"        //
	CodeKindSlip          = "KIND_SLIP"            // nearly a kind word
	CodeKindFormer        = "KIND_FORMER"          // eks, bekas
	CodeKindConflict      = "KIND_CONFLICT"        // column and name disagree
	CodeKindUnknown       = "KIND_UNKNOWN"         //
	CodeNameIsKind        = "NAME_IS_KIND"         //
	CodeDuplicateID       = "DUPLICATE_IDENTIFIER" //
	CodeBadDate           = "BAD_DATE"             //
	CodeBadFlag           = "BAD_FLAG"             // neither yes nor no
	CodeBadCount          = "BAD_COUNT"            // negative, fractional or text
	CodeMissingCount      = "MISSING_COUNT"        //
	CodeThousands         = "THOUSANDS_SEPARATOR"  // "1.234" read as 1234
	CodeBadProfile        = "BAD_PROFILE"          // a row of a travel profile that cannot be
	CodeBadNumber         = "BAD_NUMBER"           //
	CodeRowShape          = "ROW_SHAPE"            // more or fewer cells than the header
	CodeSumMismatch       = "SUM_MISMATCH"         // T is not L + P
	CodeTotalMismatch     = "TOTAL_MISMATCH"       // a printed total is not its rows' sum
	CodeTotalsChecked     = "TOTALS_CHECKED"       // how many totals were compared
	CodeSubtotalSkipped   = "SUBTOTAL_SKIPPED"     //
	CodeSubtotalMismatch  = "SUBTOTAL_MISMATCH"    //
	CodeSexOnly           = "SEX_ONLY"             // L or P without the other
	CodePersonalData      = "PERSONAL_DATA"        // columns about persons were used to count and forgotten
	CodeDuplicatePerson   = "DUPLICATE_PERSON"     //
	CodePersonUnknown     = "PERSON_UNKNOWN"       // rows that tell nobody apart
	CodeDuplicateRow      = "DUPLICATE_ROW"        //
	CodeNotesSkipped      = "NOTES_SKIPPED"        // rows under a table that hold no figure
	CodeWideSheet         = "WIDE_SHEET"           // a column a profession
	CodeOtherSheets       = "OTHER_SHEETS"         // sheets of the workbook that were not read
	CodeEncoding          = "ENCODING"             // not UTF-8: read as Windows-1252
	CodeTruncated         = "TRUNCATED"            //
	CodeMissingNode       = "MISSING_NODE"         // a road refers to a node that the file lacks
	CodeTurnRestrictions  = "TURN_RESTRICTIONS"    // once a file, with their number
	CodeConditional       = "CONDITIONAL_ACCESS"   // once a file, with the number of roads
	CodeBarriers          = "BARRIERS"             // once a file, with their number
	CodeNoCoverage        = "NO_COVERAGE"          // the file does not say which area it covers
	CodeAssumedCRS        = "ASSUMED_CRS"          // no .prj: taken as EPSG:4326
	CodeIgnoredColumns    = "IGNORED_COLUMNS"      //
	CodeKecamatanFromAddr = "KECAMATAN_DERIVED"    // once a file
)
