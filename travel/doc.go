// Package travel keeps what travel questions are answered from in memory, in step
// with the store, and answers them: a [Service] holds the current [Snapshot] of
// roads, people and facilities; a request pins it once and asks the [Pinned] one
// for everything, so that all its figures are of one version.
//
// A snapshot is immutable. When the store has changed, the next request starts the
// building of a new one in the background; who asks meanwhile waits a moment for it
// and then is served by the old one, whose version is in every result. The old one
// stays as long as anybody holds it: there is nothing to give back, the garbage
// collector sees when its last search has ended. What a change leaves as it was is
// taken over: new facilities cost no new network, new roads do.
//
// # Memory
//
// With n nodes, m edges, v vertices within edges, p demand points and f facilities,
// about: roads 35n + 83m + 24v bytes; each profile or variant in use, of which
// Config.Engines are kept (the least recently asked goes first), 8n + 24m, once more where
// some place lies beside a ferry line, and 16m for each metric and direction of travel
// that is searched without a hierarchy; located points 56(p + f) a profile; a running whole-area search 12n
// and 64p, of which Config.Searches run at once. Kept results (72p, and 300 a desa)
// and prepared facilities (400f + n/8) share Config.CacheBytes, the least recently
// used going first. While a new snapshot takes over, both count, and the rows that
// a new network is read into.
//
// Roads, weights and hierarchies that were found in index files (Config.Folder) are
// mapped and no memory of the program's own: the system keeps of them what it has room
// for. A mapping stays as long as anybody holds what lies in it. The collector does not
// look into a loop that reads arrays: so the methods of package gis that do hold their
// engine or roads to the end.
//
// # Reading order
//
// rows.go and loader.go (what comes from the store), facility.go and demand.go
// (made ready), snapshot.go and way.go (one version of everything), service.go and
// build.go (which version), files.go (index files), pinned.go and area.go (answers), flight.go and lru.go
// (work shared and kept).
package travel
