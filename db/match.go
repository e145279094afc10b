package db

import (
	"context"
	"errors"
	"strconv"

	"github.com/jackc/pgx/v5"

	"jangkau/gis"
)

// MatchListing is a match case with what a person needs to decide it.
type MatchListing struct {
	gis.MatchCase
	SourceName   string
	FacilityName string // "" where the facility is gone
	FacilityArea gis.WilayahCode
}

// ListMatches lists the match cases of an area ("" is everywhere) in a status (""
// is any), the oldest first, at most limit of them (0: all).
func (d *DB) ListMatches(ctx context.Context, within gis.WilayahCode, status gis.MatchStatus, limit int) ([]MatchListing, error) {
	var out []MatchListing
	err := d.Read(ctx, func(tx pgx.Tx) error {
		rows, err := tx.Query(ctx, `
			select m.id, m.subject, m.source_id, m.line, m.given, m.candidates, m.status, m.decision, m.facility_id,
				s.name, coalesce(f.name, ''), coalesce(f.desa, f.kabupaten, '')
			from data.match_case m join data.data_source s on s.id = m.source_id left join data.facility f on f.id = m.facility_id
			where ($1 = '' or coalesce(f.desa, f.kabupaten) = $1 collate "C"
				or coalesce(f.desa, f.kabupaten) >= $1 || '.' and coalesce(f.desa, f.kabupaten) < $1 || '/')
				and ($2 = '' or m.status = $2)
			order by m.id limit nullif($3, 0)`, string(within), string(status), limit)
		if err != nil {
			return err
		}
		out, err = pgx.CollectRows(rows, func(r pgx.CollectableRow) (m MatchListing, err error) {
			return m, r.Scan(&m.ID, &m.Subject, &m.SourceID, &m.Line, &m.Given, &m.Candidates, &m.Status, &m.Decision, &m.FacilityID,
				&m.SourceName, &m.FacilityName, &m.FacilityArea)
		})
		return err
	})
	return out, wrap("list matches", err)
}

// matchCommand signs what is decided by the command line.
const matchCommand = "jangkau match"

// AcceptMatch decides a case by the command line, where a decision may be changed.
func (d *DB) AcceptMatch(ctx context.Context, id int64, value string) error {
	return d.DecideMatch(ctx, gis.MatchDecision{Case: id, Accept: true, Value: value, By: matchCommand, Again: true})
}

// RejectMatch is the other answer.
func (d *DB) RejectMatch(ctx context.Context, id int64) error {
	return d.DecideMatch(ctx, gis.MatchDecision{Case: id, By: matchCommand, Again: true})
}

// DecideMatch decides a case, applies it at once, writes down who did, and remembers it
// for the next import of the list. Accepted is a kind, a desa's code or a facility's
// id; two facilities made one stay one: Conflict.
func (d *DB) DecideMatch(ctx context.Context, m gis.MatchDecision) error {
	var err error
	if m.By, m.Reason, err = gis.Signature(m.By, m.Reason); err != nil {
		return err
	}
	return d.decide(ctx, m, func(tx pgx.Tx, c gis.MatchCase) error {
		if m.Accept {
			return accept(ctx, tx, c, m.Value)
		}
		return reject(ctx, tx, c)
	})
}

func accept(ctx context.Context, tx pgx.Tx, m gis.MatchCase, value string) error {
	if value == "" {
		var err error
		if value, err = onlyCandidate(m); err != nil {
			return err
		}
	}
	if m.FacilityID == nil {
		return gis.NewError(gis.Conflict, "Fasilitas pertanyaan %d sudah tidak ada", "The facility of case %d is gone", m.ID)
	}
	apply := map[gis.MatchSubject]func(context.Context, pgx.Tx, int64, string) error{
		"KIND": acceptKind, "FACILITY": mergeFacility, "INDUK": acceptInduk,
		"DESA": func(ctx context.Context, tx pgx.Tx, facility int64, value string) error {
			return acceptDesa(ctx, tx, m, facility, value)
		},
	}[m.Subject]
	if err := apply(ctx, tx, *m.FacilityID, value); err != nil {
		return err
	}
	_, err := tx.Exec(ctx, `update data.match_case set status = 'ACCEPTED', decision = $2, decided_at = now() where id = $1`, m.ID, value)
	return err
}

// reject leaves the facility as the import loaded it; the next one does not ask again.
func reject(ctx context.Context, tx pgx.Tx, m gis.MatchCase) error {
	if m.Status == "ACCEPTED" {
		return gis.NewError(gis.Conflict,
			"Pertanyaan %d sudah dijawab %q dan diterapkan; jawab lagi dengan nilai lain (match accept) bila keliru",
			"Case %d was decided as %q and applied; decide it for another value (match accept) if that is wrong", m.ID, *m.Decision)
	}
	_, err := tx.Exec(ctx, `update data.match_case set status = 'REJECTED', decision = null, decided_at = now() where id = $1`, m.ID)
	return err
}

// decide locks the case, and keeps imports and edits of facilities out meanwhile.
func (d *DB) decide(ctx context.Context, by gis.MatchDecision, fn func(pgx.Tx, gis.MatchCase) error) error {
	id := by.Case
	return d.Write(ctx, func(tx pgx.Tx) error {
		var free bool
		if err := tx.QueryRow(ctx, `select pg_try_advisory_xact_lock(hashtext('jangkau import FACILITIES'))`).Scan(&free); err != nil {
			return err
		}
		if !free {
			return gis.NewError(gis.Conflict, "Impor fasilitas sedang berjalan; tunggu sampai selesai lalu ulangi", "An import of facilities is running; wait for its end and try again")
		}
		// Edits end in a moment; an import of posyandu may not.
		if _, err := tx.Exec(ctx, `set local lock_timeout = '2s'`); err != nil {
			return err
		}
		if _, err := tx.Exec(ctx, `select pg_advisory_xact_lock(`+editsLock+`)`); err != nil {
			return busy(err)
		}
		m, err := lockCase(ctx, tx, id)
		if err != nil {
			return err
		}
		if !by.Again && m.Status != gis.MatchPending {
			return decided(ctx, tx, m)
		}
		if m.Subject == "FACILITY" && m.Status == "ACCEPTED" {
			return gis.NewError(gis.Conflict, "Pertanyaan %d sudah diterapkan: kedua fasilitas sudah menjadi satu", "Case %d was applied: the two facilities are one", id)
		}
		was, err := decidable(ctx, tx, m)
		if err != nil {
			return err
		}
		if err := fn(tx, m); err != nil {
			return err
		}
		return logDecision(ctx, tx, by, m, was)
	})
}

func lockCase(ctx context.Context, tx pgx.Tx, id int64) (gis.MatchCase, error) {
	rows, err := tx.Query(ctx, `select id, subject, source_id, line, given, candidates, status, decision, facility_id from data.match_case where id = $1 for update`, id)
	if err != nil {
		return gis.MatchCase{}, err
	}
	m, err := pgx.CollectExactlyOneRow(rows, func(r pgx.CollectableRow) (m gis.MatchCase, err error) {
		return m, r.Scan(&m.ID, &m.Subject, &m.SourceID, &m.Line, &m.Given, &m.Candidates, &m.Status, &m.Decision, &m.FacilityID)
	})
	if errors.Is(err, pgx.ErrNoRows) {
		return m, gis.NewError(gis.NotFound, "Tidak ada pertanyaan pencocokan nomor %d", "There is no match case %d", id)
	}
	return m, err
}

// onlyCandidate is the best candidate, where no other is as good.
func onlyCandidate(m gis.MatchCase) (string, error) {
	c := m.Candidates
	switch {
	case len(c) == 0:
		return "", gis.NewError(gis.Invalid, "Pertanyaan %d tidak punya calon jawaban; sebutkan nilainya", "Case %d has no candidate; name the value", m.ID)
	case len(c) > 1 && c[0].Score == c[1].Score:
		return "", gis.NewError(gis.Invalid, "Pertanyaan %d punya beberapa calon yang sama baiknya; sebutkan nilainya: %s atau %s", "Case %d has several equally good candidates; name the value: %s or %s",
			m.ID, c[0].Value, c[1].Value)
	}
	return c[0].Value, nil
}

func acceptKind(ctx context.Context, tx pgx.Tx, facility int64, value string) error {
	if !gis.ValidKind(gis.FacilityKind(value)) {
		return gis.NewError(gis.Invalid, "Jenis %q tidak ada; yang ada: %v", "There is no kind %q; there are: %v", value, gis.FacilityKinds)
	}
	_, err := tx.Exec(ctx, `update data.facility set kind = $2 where id = $1`, facility, value)
	return err
}

func acceptInduk(ctx context.Context, tx pgx.Tx, facility int64, value string) error {
	induk, err := otherFacility(ctx, tx, facility, value)
	if err != nil {
		return err
	}
	var puskesmas bool
	if err := tx.QueryRow(ctx, `select kind = 'PUSKESMAS' from data.facility where id = $1`, induk).Scan(&puskesmas); err != nil {
		return err
	}
	if !puskesmas {
		return gis.NewError(gis.Invalid, "Fasilitas %d bukan puskesmas", "The facility %d is no puskesmas", induk)
	}
	_, err = tx.Exec(ctx, `update data.facility set induk_id = $2 where id = $1`, facility, induk)
	return err
}

// otherFacility reads the id of a facility other than the case's own.
func otherFacility(ctx context.Context, tx pgx.Tx, facility int64, value string) (int64, error) {
	id, err := strconv.ParseInt(value, 10, 64)
	if err != nil {
		return 0, gis.NewError(gis.Invalid, "%q bukan nomor fasilitas", "%q is no facility's id", value)
	}
	if id == facility {
		return 0, gis.NewError(gis.Invalid, "Fasilitas %d adalah fasilitas pertanyaan ini sendiri", "The facility %d is that of the case itself", id)
	}
	var known bool
	if err := tx.QueryRow(ctx, `select exists (select 1 from data.facility where id = $1)`, id).Scan(&known); err != nil {
		return 0, err
	}
	if !known {
		return 0, gis.NewError(gis.NotFound, "Tidak ada fasilitas %d", "There is no facility %d", id)
	}
	return id, nil
}
