package db

import (
	"context"
	"time"

	"github.com/jackc/pgx/v5"

	"jangkau/gis"
	"jangkau/ingest"
)

// storedMentoring is an assignment that the list brought before.
type storedMentoring struct {
	id                  int64
	hospital, puskesmas int64
	specialty           string
	from                time.Time
	to                  *time.Time
	inArea, met         bool
}

func (m *storedMentoring) holdsOn(day time.Time) bool {
	return !m.from.After(day) && (m.to == nil || m.to.After(day))
}

// PutMentoring compares the list with what the store holds of it, and writes the
// difference.
func (l *Load) PutMentoring(ctx context.Context, rows []ingest.MentoringRow, within gis.WilayahCode) (acts []byte, missing int, ended bool, err error) {
	defer func() { err = wrap("put mentoring", err) }()
	stored, err := rowsOf(ctx, l.tx, func(row pgx.CollectableRow) (m storedMentoring, err error) {
		return m, row.Scan(&m.id, &m.hospital, &m.puskesmas, &m.specialty, &m.from, &m.to, &m.inArea)
	}, `
		select m.id, m.hospital_id, m.puskesmas_id, m.specialty, m.valid_from, m.valid_to, coalesce(f.desa, f.kabupaten, '') || '.' like $2 || '.%'
		from data.mentoring m join data.facility f on f.id = m.puskesmas_id where m.source_id = $1 order by m.valid_from, m.id`, l.Source, string(within))
	if err != nil {
		return nil, 0, false, err
	}
	acts = make([]byte, len(rows))
	batch := &pgx.Batch{}
	for i, r := range rows {
		m := sameAssignment(stored, r)
		if m == nil {
			acts[i] = 'A'
			batch.Queue(`insert into data.mentoring (hospital_id, puskesmas_id, specialty, valid_from, valid_to, source_id) values ($1, $2, $3, $4, $5, $6)`,
				r.Hospital, r.Puskesmas, r.Specialty, r.From, r.To, l.Source)
			continue
		}
		m.met, acts[i] = true, 'U'
		if from, to := l.continued(*m, r); !from.Equal(m.from) || !sameDay(to, m.to) {
			acts[i] = 'C'
			batch.Queue(`update data.mentoring set valid_from = $2, valid_to = $3 where id = $1`, m.id, from, to)
		}
	}
	// Those that hold on the list's day, of its area, and are not in the file.
	ended = l.Info.CloseMissing
	for _, m := range stored {
		if !m.met && m.inArea && m.from.Before(l.Vintage) && m.holdsOn(l.Vintage) {
			if missing++; ended {
				batch.Queue(`update data.mentoring set valid_to = $2 where id = $1`, m.id, l.Vintage)
			}
		}
	}
	if batch.Len() == 0 {
		return acts, missing, ended, nil
	}
	return acts, missing, ended, l.tx.SendBatch(ctx, batch).Close()
}

// sameAssignment finds what a row continues: the same post and puskesmas, at the same time. A
// list that does not say since when an assignment holds means the one of its day, or one
// that a newer list brought in already.
func sameAssignment(stored []storedMentoring, r ingest.MentoringRow) *storedMentoring {
	var best *storedMentoring
	for i := range stored {
		m := &stored[i]
		if m.met || m.hospital != r.Hospital || m.puskesmas != r.Puskesmas || m.specialty != r.Specialty || m.to != nil && !m.to.After(r.From) || r.To != nil && !m.from.Before(*r.To) {
			continue
		}
		if best == nil || m.from.Equal(r.From) { // else the earliest
			best = m
		}
	}
	return best
}

// continued is how long an assignment holds by what the store has and what the row says.
// An end that the row does not give stays, unless it lies before the list's day, on which
// the assignment holds.
func (l *Load) continued(m storedMentoring, r ingest.MentoringRow) (from time.Time, to *time.Time) {
	from, to = r.From, r.To
	if !r.Dated && m.from.Before(from) {
		from = m.from
	}
	if to == nil && m.to != nil && m.to.After(l.Vintage) {
		to = m.to
	}
	return from, to
}

func sameDay(a, b *time.Time) bool { return (a == nil) == (b == nil) && (a == nil || a.Equal(*b)) }
