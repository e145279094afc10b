package main

import (
	"encoding/json"
	"net/http"

	"jangkau/gis"
)

// sameSiteOnly refuses what a browser sends from a page of another site, whatever it asks:
// that page would act with the rights of whoever looks at it. Browsers say where a request
// comes from (Sec-Fetch-Site, Origin), programs do not. Reading by GET stays open; GraphQL
// changes nothing by GET.
func sameSiteOnly(h http.Handler) http.Handler {
	guard := http.NewCrossOriginProtection()
	guard.SetDenyHandler(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		text := gis.T("Permintaan dari halaman situs lain ditolak; buka peta atau /graphiql di alamat server ini sendiri",
			"A request from a page of another site is refused; open the map or /graphiql at this server's own address")
		w.Header().Set("Content-Type", "application/json")
		w.WriteHeader(http.StatusForbidden)
		_ = json.NewEncoder(w).Encode(map[string]any{ // the caller may have gone
			"data": nil,
			"errors": []any{map[string]any{"message": text.ID, "extensions": map[string]any{
				"code": gis.Unauthorised, "messages": text,
			}}},
		})
	}))
	return guard.Handler(h)
}
