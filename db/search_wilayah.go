package db

import (
	"context"
	"strings"

	"jangkau/gis"
)

// SearchWilayah looks wilayah up by a part of their name or the beginning of their
// code: exact ones first, then names that begin so, higher levels before lower ones.
func (s *Session) SearchWilayah(ctx context.Context, q gis.WilayahQuestion) ([]*gis.Wilayah, error) {
	sql, b := searchQuery(q)
	return readAll[*gis.Wilayah](ctx, s, "search wilayah", sql, b.values...)
}

func searchQuery(q gis.WilayahQuestion) (string, *binds) {
	b := &binds{}
	var where, order []string
	level := q.Level
	switch {
	case q.Code != "":
		// A BPS code is what many lists have instead; without dots it may be meant.
		code := b.add(q.Code) + "::text"
		// In collation C a colon comes after the digits and the dot.
		where = append(where, "(w.code >= "+code+" and w.code < "+code+" || ':' or w.bps_code = "+b.add(strings.ReplaceAll(q.Code, ".", ""))+")")
		order = append(order, "w.code = "+code+" desc")
	case q.Name != "":
		name := b.add(q.Name) + "::text"
		where = append(where, "w.name_fold like "+b.add("%"+likeLiteral(q.Name)+"%"))
		order = append(order, "w.name_fold = "+name+" desc", "starts_with(w.name_fold, "+name+") desc")
	case level == nil:
		provinsi := gis.Provinsi
		level = &provinsi
	}
	if level != nil {
		where = append(where, "w.level = "+b.add(string(*level)))
	}
	order = append(order, "length(w.code)", "w.code")
	// Found first and looked up afterwards: people are read of those shown alone.
	return `select ` + wilayahRow + ` from (
			select w.* from api.wilayah w where ` + strings.Join(where, " and ") + `
			order by ` + strings.Join(order, ", ") + ` limit ` + b.add(q.First) + `::int) w
		left join lateral (select dp.people from api.desa_people dp where dp.desa = w.code limit 1) p on true
		order by ` + strings.Join(order, ", "), b
}
