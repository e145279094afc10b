package db

import (
	"testing"

	"jangkau/db/dbtest"
)

func TestMain(m *testing.M) { dbtest.Main(m) }
