package embedded

import (
	"sort"
	"strings"
)

// port only names the socket's file; nothing listens on a network.
const port = "5432"

// settings are given on postgres' command line, so that a newer Jangkau changes
// them without editing files inside the cluster. They suit a small server: a
// laptop or an office machine that does other work as well.
func settings(run string, noSync bool) []string {
	set := map[string]string{
		"listen_addresses": "",
		"port":             port,
		// The value is a list: quoted, whatever the folder's name holds.
		"unix_socket_directories": `"` + strings.ReplaceAll(run, `"`, `""`) + `"`,
		"unix_socket_permissions": "0700",
		"max_connections":         "100",
		"shared_buffers":          "256MB",
		"effective_cache_size":    "1GB",
		"work_mem":                "16MB",
		"maintenance_work_mem":    "256MB",
		"random_page_cost":        "1.1", // solid-state disks
		"jit":                     "off", // costs more than it gives on our short queries
		// No replicas read from this cluster: WAL then need not carry the rows of
		// tables filled in the transaction that made them.
		"wal_level":                           "minimal",
		"max_wal_senders":                     "0",
		"min_wal_size":                        "80MB",
		"max_wal_size":                        "1GB",
		"wal_compression":                     "on",
		"timezone":                            "UTC",
		"log_timezone":                        "UTC",
		"log_checkpoints":                     "off",
		"log_autovacuum_min_duration":         "-1",
		"log_line_prefix":                     "%m [%p] %q%u@%d ",
		"logging_collector":                   "off", // the supervisor keeps the log, see logfile.go
		"log_destination":                     "stderr",
		"lc_messages":                         "C",
		"cluster_name":                        "jangkau",
		"idle_in_transaction_session_timeout": "10min",
	}
	if noSync {
		set["fsync"], set["synchronous_commit"], set["full_page_writes"] = "off", "off", "off"
		set["shared_buffers"] = "128MB"
		set["autovacuum"] = "off" // tests end before it would help
		set["max_connections"] = "200"
	}
	args := make([]string, 0, 2*len(set))
	for name, value := range set {
		args = append(args, name+"="+value)
	}
	sort.Strings(args) // the same command line each time
	flags := make([]string, 0, 2*len(args))
	for _, a := range args {
		flags = append(flags, "-c", a)
	}
	return flags
}
