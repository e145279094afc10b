package gis

import (
	"errors"
	"fmt"
)

// ErrorKind is the one vocabulary of errors. SQL errors are translated to it in
// db, and it is translated to GraphQL's extensions.code in graph; nowhere else.
type ErrorKind string

const (
	NotFound     ErrorKind = "NOT_FOUND"
	Invalid      ErrorKind = "INVALID"
	Conflict     ErrorKind = "CONFLICT"
	Unauthorised ErrorKind = "UNAUTHORISED"
	Unavailable  ErrorKind = "UNAVAILABLE"
	Internal     ErrorKind = "INTERNAL"
)

// Text is a message in both languages people read here.
type Text struct {
	ID string `json:"id"` // Bahasa Indonesia
	EN string `json:"en"`
}

// T builds a Text; arguments are formatted into both languages.
func T(id, en string, args ...any) Text {
	if len(args) == 0 {
		return Text{ID: id, EN: en}
	}
	return Text{ID: fmt.Sprintf(id, args...), EN: fmt.Sprintf(en, args...)}
}

// In returns the message in the language asked for ("en…" is English, all else Indonesian).
func (t Text) In(lang string) string {
	if len(lang) >= 2 && (lang[:2] == "en" || lang[:2] == "EN") {
		return t.EN
	}
	return t.ID
}

func (t Text) String() string { return t.ID + " / " + t.EN }

// Error is what every package returns for something a caller can act on. Message
// says what is wrong and how to mend it; Err holds the cause, which never
// reaches a caller of the API.
type Error struct {
	Kind    ErrorKind
	Message Text
	Field   string // argument, flag or column concerned, if any
	Err     error
}

func (e *Error) Error() string {
	s := string(e.Kind) + ": " + e.Message.String()
	if e.Err != nil {
		s += ": " + e.Err.Error()
	}
	return s
}

func (e *Error) Unwrap() error { return e.Err }

// NewError builds an Error with a message formatted in both languages.
func NewError(kind ErrorKind, id, en string, args ...any) *Error {
	return &Error{Kind: kind, Message: T(id, en, args...)}
}

// KindOf returns the kind of err; what is not an *Error is Internal.
func KindOf(err error) ErrorKind {
	var e *Error
	if errors.As(err, &e) {
		return e.Kind
	}
	return Internal
}
