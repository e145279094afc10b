package network_test

import (
	"testing"

	"jangkau/db/dbtest"
)

// No test but those against pgRouting starts a server.
func TestMain(m *testing.M) { dbtest.Main(m) }
