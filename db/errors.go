package db

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/puddle/v2"

	"jangkau/gis"
)

// wrap translates an error of PostgreSQL, once, into the vocabulary of gis. op is
// a verb and noun for the log; what a caller of the API may read is in Message.
func wrap(op string, err error) error {
	if err == nil {
		return nil
	}
	var ge *gis.Error
	if errors.As(err, &ge) {
		return err
	}
	cause := fmt.Errorf("%s: %w", op, err)
	if errors.Is(err, pgx.ErrNoRows) {
		return &gis.Error{Kind: gis.NotFound, Message: gis.T("Tidak ditemukan", "Not found"), Err: cause}
	}
	if errors.Is(err, context.DeadlineExceeded) {
		return &gis.Error{Kind: gis.Unavailable, Err: cause, Message: gis.T(
			"Pertanyaan ini terlalu lama; persempit wilayahnya atau ulangi nanti",
			"This question takes too long; narrow its area or ask again later")}
	}
	if errors.Is(err, context.Canceled) {
		return err
	}
	var pe *pgconn.PgError
	if errors.As(err, &pe) {
		return fromPostgres(pe, cause)
	}
	var ne net.Error
	// A connection that broke while it was in use ends in the middle of a message.
	broken := errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, io.EOF) || errors.Is(err, net.ErrClosed) || errors.Is(err, puddle.ErrClosedPool)
	if errors.As(err, &ne) || pgconn.SafeToRetry(err) || broken {
		return unavailable(cause)
	}
	var ce *pgconn.ConnectError
	if errors.As(err, &ce) {
		return unavailable(cause)
	}
	return &gis.Error{Kind: gis.Internal, Err: cause, Message: gis.T("Kesalahan di dalam program", "An error inside the program")}
}

func unavailable(cause error) error {
	return &gis.Error{Kind: gis.Unavailable, Err: cause, Message: gis.T(
		"Basis data tidak dapat dihubungi; ulangi sebentar lagi", "The database cannot be reached; try again shortly")}
}

// fromPostgres goes by SQLSTATE, see PostgreSQL's manual, appendix A.
func fromPostgres(pe *pgconn.PgError, cause error) error {
	switch {
	case pe.Code == "57014": // statement_timeout or cancelled
		return &gis.Error{Kind: gis.Unavailable, Err: cause, Message: gis.T(
			"Pertanyaan ini terlalu lama; persempit wilayahnya atau ulangi nanti",
			"This question takes too long; narrow its area or ask again later")}
	case pe.Code == "22021":
		return &gis.Error{Kind: gis.Invalid, Err: cause, Message: gis.T(
			"Salah satu teks memuat aksara yang tidak dapat disimpan, misalnya NUL", "One of the texts holds a character that cannot be stored, such as NUL")}
	case pe.Code == "40001" || pe.Code == "40P01" || pe.Code == "55P03" || pe.Code[:2] == "23":
		return &gis.Error{Kind: gis.Conflict, Err: cause, Message: gis.T(
			"Perubahan ini bertabrakan dengan data yang ada; muat ulang lalu coba lagi",
			"This change conflicts with the data; reload and try again")}
	case pe.Code[:2] == "08" || pe.Code[:2] == "57" || pe.Code[:2] == "53":
		return unavailable(cause)
	case pe.Code == "42501":
		return &gis.Error{Kind: gis.Unauthorised, Err: cause, Message: gis.T("Tidak diizinkan", "Not allowed")}
	}
	return &gis.Error{Kind: gis.Internal, Err: cause, Message: gis.T("Kesalahan di dalam program", "An error inside the program")}
}
