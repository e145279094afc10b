package main

import (
	"net/http"
	"net/http/httptest"
	"testing"

	"jangkau/gis"
)

func TestWhoMayChange(t *testing.T) {
	for _, c := range []struct {
		analysts, from, host string
		header               string
		want                 string
	}{
		{"loopback", "127.0.0.1:5000", "127.0.0.1:8080", "", "analyst"},
		{"loopback", "127.9.0.1:5000", "localhost:8080", "", "analyst"},
		{"loopback", "[::1]:5000", "[::1]:8080", "", "analyst"},
		{"loopback", "[::1]:5000", "[::1]", "", "analyst"},
		{"loopback", "[::ffff:127.0.0.1]:5000", "LOCALHOST", "", "analyst"},
		{"loopback", "10.0.0.7:5000", "127.0.0.1:8080", "", "viewer"},
		{"loopback", "127.0.0.1:5000", "evil.example:8080", "", "viewer"}, // a name that leads here
		{"loopback", "127.0.0.1:5000", "127.0.0.1.evil.example", "", "viewer"},
		{"loopback", "127.0.0.1:5000", "127.0.0.1:8080", "X-Forwarded-For", "viewer"},
		{"loopback", "127.0.0.1:5000", "127.0.0.1:8080", "Forwarded", "viewer"},
		{"loopback", "@", "127.0.0.1:8080", "", "viewer"},
		{"none", "127.0.0.1:5000", "127.0.0.1:8080", "", "viewer"},
		{"", "127.0.0.1:5000", "127.0.0.1:8080", "", "viewer"},
		{"10.1.0.0/16", "10.1.2.3:5000", "jangkau.dinkes", "", "analyst"},
		{"10.1.7.7/16", "10.1.2.3:5000", "jangkau.dinkes", "", "analyst"},
		{"10.1.0.0/16", "10.2.2.3:5000", "jangkau.dinkes", "", "viewer"},
		{"10.1.0.0/16", "127.0.0.1:5000", "127.0.0.1", "", "viewer"},
		{"loopback, 10.1.0.0/16, fd00::/8", "[fd00::1]:5000", "jangkau.dinkes", "", "analyst"},
		{"10.1.0.0/16", "10.1.2.3:5000", "jangkau.dinkes", "X-Forwarded-For", "viewer"},
	} {
		a, err := parseAnalysts(c.analysts)
		if err != nil {
			t.Fatal(err)
		}
		r := httptest.NewRequestWithContext(t.Context(), http.MethodPost, "/graphql", nil)
		r.RemoteAddr, r.Host = c.from, c.host
		if c.header != "" {
			r.Header.Set(c.header, "for=1.2.3.4")
		}
		if got := a.roleOf(r); got != c.want {
			t.Errorf("%+v: %s", c, got)
		}
	}
	for _, wrong := range []string{"everybody", "10.1.0.0", "loopback,10.1.0.0/33"} {
		if _, err := parseAnalysts(wrong); gis.KindOf(err) != gis.Invalid {
			t.Errorf("%s: %v", wrong, err)
		}
	}
}
