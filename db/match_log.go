package db

import (
	"context"
	"encoding/json"
	"strconv"

	"github.com/jackc/pgx/v5"

	"jangkau/gis"
)

// matchWords are the words of what a decision may change of a facility.
type matchWords struct {
	words map[gis.FacilityEditField]*string
	merge string // the facility itself, for the one that it becomes part of
}

// decidable reads what a decision about the case may change.
func decidable(ctx context.Context, tx pgx.Tx, m gis.MatchCase) (w matchWords, err error) {
	if m.FacilityID == nil {
		return w, nil
	}
	var kind string
	var desa *string
	var induk *int64
	if err := tx.QueryRow(ctx, `select kind, declared_desa, induk_id from data.facility where id = $1 for update`, *m.FacilityID).Scan(&kind, &desa, &induk); err != nil {
		return w, err
	}
	w.words = map[gis.FacilityEditField]*string{gis.EditKind: &kind}
	if desa != nil {
		if w.words[gis.EditDeclaredDesa], err = desaWords(ctx, tx, *desa); err != nil {
			return w, err
		}
	}
	if w.words[gis.EditInduk], err = facilityWords(ctx, tx, induk); err != nil {
		return w, err
	}
	name, err := facilityWords(ctx, tx, m.FacilityID)
	if err == nil {
		w.merge = *name
	}
	return w, err
}

// logDecision writes down who decided what, and what it changed.
func logDecision(ctx context.Context, tx pgx.Tx, by gis.MatchDecision, m gis.MatchCase, was matchWords) error {
	now := m
	if err := tx.QueryRow(ctx, `select status, decision, facility_id from data.match_case where id = $1`, m.ID).Scan(&now.Status, &now.Decision, &now.FacilityID); err != nil {
		return err
	}
	changes := []gis.FacilityFieldChange{}
	if m.Subject == "FACILITY" && now.Status == "ACCEPTED" {
		id, err := strconv.ParseInt(*now.Decision, 10, 64)
		if err != nil {
			return err
		}
		stays, err := facilityWords(ctx, tx, &id)
		if err != nil {
			return err
		}
		changes = append(changes, gis.FacilityFieldChange{Field: gis.EditMerged, Before: &was.merge, After: stays})
	} else if now.FacilityID != nil {
		is, err := decidable(ctx, tx, now)
		if err != nil {
			return err
		}
		for _, f := range []gis.FacilityEditField{gis.EditKind, gis.EditDeclaredDesa, gis.EditInduk} {
			if !same(was.words[f], is.words[f]) {
				changes = append(changes, gis.FacilityFieldChange{Field: f, Before: was.words[f], After: is.words[f]})
			}
		}
	}
	type answer struct {
		Status   gis.MatchStatus `json:"status"`
		Decision *string         `json:"decision"`
	}
	told, err := json.Marshal(changes)
	if err != nil {
		return err
	}
	decision, err := json.Marshal(map[string]answer{"before": {m.Status, m.Decision}, "after": {now.Status, now.Decision}})
	if err != nil {
		return err
	}
	_, err = tx.Exec(ctx, `
		insert into data.facility_edit (facility_id, by_whom, reason, changes, version, match_case_id, decision)
		values ($1, $2, nullif($3, ''), $4::text::jsonb, (select version from data.facility where id = $1), $5, $6::text::jsonb)`,
		now.FacilityID, by.By, by.Reason, string(told), m.ID, string(decision))
	return err
}

// decided tells an editor who decided meanwhile.
func decided(ctx context.Context, tx pgx.Tx, m gis.MatchCase) error {
	var by string
	err := tx.QueryRow(ctx, `select coalesce((select ' (' || l.by_whom || ', ' || to_char(l.at at time zone 'Asia/Jakarta', 'YYYY-MM-DD HH24:MI') || ')'
		from data.facility_edit l where l.match_case_id = $1 order by l.id desc limit 1), '')`, m.ID).Scan(&by)
	if err != nil {
		return err
	}
	answer := string(m.Status)
	if m.Decision != nil {
		answer += " " + *m.Decision
	}
	return gis.NewError(gis.Conflict, "Pertanyaan %d sudah diputuskan: %s%s. Muat ulang daftarnya", "Case %d was decided already: %s%s. Reload the list", m.ID, answer, by)
}
