package main

import (
	"net"
	"net/http"
	"net/netip"
	"strings"

	"jangkau/gis"
	"jangkau/graph"
)

// analysts says who may have something computed while there are no accounts.
type analysts struct {
	loopback bool
	networks []netip.Prefix
}

// parseAnalysts reads --analysts: loopback, none, or networks by commas. The error is
// Invalid.
func parseAnalysts(text string) (a analysts, err error) {
	for part := range strings.SplitSeq(text, ",") {
		switch part = strings.TrimSpace(part); part {
		case "none", "":
		case "loopback":
			a.loopback = true
		default:
			p, err := netip.ParsePrefix(part)
			if err != nil {
				return a, &gis.Error{Kind: gis.Invalid, Field: "--analysts", Err: err, Message: gis.T(
					"--analysts (JANGKAU_ANALYSTS): %q bukan loopback, none, atau jaringan seperti 10.1.0.0/16",
					"--analysts (JANGKAU_ANALYSTS): %q is not loopback, none, or a network as in 10.1.0.0/16", part)}
			}
			a.networks = append(a.networks, p.Masked())
		}
	}
	return a, nil
}

// roleOf is what a caller may do. What comes through a proxy comes from the proxy's
// address, whoever asks: such a request is a viewer's.
func (a analysts) roleOf(r *http.Request) string {
	for _, passedOn := range []string{"Forwarded", "X-Forwarded-For", "X-Forwarded-Host", "X-Real-Ip", "Via"} {
		if r.Header.Get(passedOn) != "" {
			return viewer.Role
		}
	}
	from, err := netip.ParseAddrPort(r.RemoteAddr)
	if err != nil {
		return viewer.Role
	}
	addr := from.Addr().Unmap().WithZone("")
	// The name asked for must be this machine's too: a page from elsewhere can have its
	// own name lead here, and is then of the same origin as what it asks.
	if a.loopback && addr.IsLoopback() && isLoopback(r.Host) {
		return graph.Analyst
	}
	for _, n := range a.networks {
		if n.Contains(addr) {
			return graph.Analyst
		}
	}
	return viewer.Role
}

func isLoopback(host string) bool {
	if name, _, err := net.SplitHostPort(host); err == nil {
		host = name
	}
	if strings.EqualFold(host, "localhost") {
		return true
	}
	addr, err := netip.ParseAddr(strings.Trim(host, "[]"))
	return err == nil && addr.IsLoopback()
}
