// Package ingest brings files into the store: one function an import, each the
// same run (import.go) around rows that ingest/read takes out of a file. It holds
// no SQL: what it needs of the store are the small interfaces declared beside
// each import, which the load types of package db satisfy; the commands hand
// db.StartLoad to the import they run.
//
// An import is one transaction. It happens as a whole or not at all, changes
// nothing when repeated, and ends in a Result.
package ingest
