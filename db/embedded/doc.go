// Package embedded runs Jangkau's own PostgreSQL with PostGIS, from the
// machine's packages, inside the data folder.
//
// Who does what:
//
//	user process ──(control socket, held open)──▶ supervisor ──(parent of)──▶ postgres
//	(serve, import, a test ...)                   same binary, own session
//
// Every user holds one connection to the supervisor for as long as it needs the
// store. The kernel closes it however the user ends, so the supervisor needs no
// heartbeat: when the last connection closes it stops postgres and exits. The
// supervisor in turn is postgres' parent and has the kernel kill postgres should
// it die itself. Either crash leaves the users without postgres; each of them
// then starts a supervisor anew, and a lock lets one of them win.
//
// That lock (flock on "lock") is inherited by postgres and all its children, so
// it is free exactly when no process of the cluster lives any more. Holding it
// proves that a postmaster.pid or a socket left behind is stale; no process ids
// are compared.
//
// Everything is made under a temporary name and renamed when complete, so a kill
// at any moment leaves either nothing that matters or a whole cluster.
//
// There is no password: the server listens only on a Unix socket, in a folder of
// mode 0700 that belongs to the database's operating-system user. Who can reach
// that socket (that user and root) can read the cluster's files as well, so a
// password would guard nothing. The separate role jangkau_app guards against
// the program's own mistakes, not against people on the machine.
package embedded
