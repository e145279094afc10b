package graph

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"runtime/debug"
	"strings"

	"github.com/99designs/gqlgen/graphql"
	"github.com/99designs/gqlgen/graphql/errcode"
	"github.com/vektah/gqlparser/v2/gqlerror"

	"jangkau/gis"
)

// presenter is the second and last translation of errors: from gis to GraphQL. The
// code is stable, the message follows Accept-Language, both languages are in
// extensions.messages, and what is internal stays in the log.
func presenter(log *slog.Logger) graphql.ErrorPresenterFunc {
	return func(ctx context.Context, err error) *gqlerror.Error {
		q := requestOf(ctx)
		told := translate(err)
		if told.Kind == gis.Internal || told.Kind == gis.Unavailable {
			log.ErrorContext(ctx, "request failed", "request", q.id, "code", told.Kind, "error", err)
		}
		out := &gqlerror.Error{Message: told.Message.In(q.lang), Path: graphql.GetPath(ctx), Extensions: map[string]any{
			"code": told.Kind, "messages": told.Message, "requestId": q.id,
		}}
		if told.Field != "" {
			out.Extensions["argument"] = told.Field
		}
		var ge *gqlerror.Error
		if errors.As(err, &ge) {
			out.Locations = ge.Locations
			if ge.Path != nil {
				out.Path = ge.Path
			}
		}
		return out
	}
}

// translate finds what a caller may know of err.
func translate(err error) *gis.Error {
	var known *gis.Error
	if errors.As(err, &known) {
		return known
	}
	if errors.Is(err, context.DeadlineExceeded) || errors.Is(err, context.Canceled) {
		return gis.NewError(gis.Unavailable,
			"Pertanyaan ini terlalu lama; persempit wilayahnya atau ulangi nanti",
			"This question takes too long; narrow its area or ask again later")
	}
	var ge *gqlerror.Error
	if errors.As(err, &ge) && ge.Err == nil && ge.Path == nil {
		return fromLanguage(ge)
	}
	// Variables carry the path of the value that is wrong, and a code.
	if ge != nil && ge.Extensions["code"] == errcode.ValidationFailed {
		return fromLanguage(ge)
	}
	return &gis.Error{Kind: gis.Internal, Err: err, Message: gis.T(
		"Kesalahan di dalam program; sebutkan requestId bila melapor",
		"An error inside the program; name the requestId when reporting it")}
}

const mostDetail = 300

// fromLanguage says in both languages what the parser, the validator, the limits
// of gqlgen or a transport found wrong with a query. Their detail exists in
// English only and names parts of the query itself.
func fromLanguage(ge *gqlerror.Error) *gis.Error {
	detail := ge.Message
	if len(detail) > mostDetail { // some repeat the whole request
		detail = strings.ToValidUTF8(detail[:mostDetail], "") + "…"
	}
	code, _ := ge.Extensions["code"].(string)
	lead := gis.T("Kueri tidak sah", "The query is not valid")
	switch code {
	case errcode.ParseFailed:
		lead = gis.T("Kueri tidak dapat dibaca", "The query cannot be read")
	case "COMPLEXITY_LIMIT_EXCEEDED":
		lead = gis.T("Kueri terlalu besar; minta halaman yang lebih kecil atau lebih sedikit isian",
			"The query is too large; ask for a smaller page or fewer fields")
	case "":
		lead = gis.T("Permintaan tidak sah", "The request is not valid")
	}
	return &gis.Error{Kind: gis.Invalid, Message: gis.Text{ID: lead.ID + ". Rincian: " + detail, EN: lead.EN + ": " + detail}}
}

// recovered turns a panic into an internal error; its stack goes to the log alone.
func recovered(log *slog.Logger) graphql.RecoverFunc {
	return func(ctx context.Context, p any) error {
		log.ErrorContext(ctx, "panic", "request", requestOf(ctx).id, "panic", fmt.Sprint(p), "stack", string(debug.Stack()))
		return &gis.Error{Kind: gis.Internal, Err: fmt.Errorf("panic: %v", p), Message: gis.T(
			"Kesalahan di dalam program; sebutkan requestId bila melapor",
			"An error inside the program; name the requestId when reporting it")}
	}
}
