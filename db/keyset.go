package db

import (
	"fmt"
	"strings"

	"jangkau/gis"
)

// binds gathers the parameters of a statement that is put together from parts.
type binds struct{ values []any }

// add keeps v and returns its placeholder.
func (b *binds) add(v any) string {
	b.values = append(b.values, v)
	return fmt.Sprintf("$%d", len(b.values))
}

// sortColumn is one key of a list's order. What is unknown sorts last whichever
// way the list goes: an unknown figure is neither the best nor the worst.
type sortColumn struct {
	expr     string
	cast     string // text, float8 or bigint: how a cursor's key becomes a parameter
	nullable bool
	desc     bool
}

// keyset is a total order of a list: its last column is unique, so that a page
// can begin after any row.
type keyset []sortColumn

// orderBy is the ORDER BY list.
func (k keyset) orderBy() string {
	parts := make([]string, len(k))
	for i, c := range k {
		parts[i] = c.ordered()
	}
	return strings.Join(parts, ", ")
}

func (c sortColumn) ordered() string {
	s := c.expr
	if c.cast == "text" {
		s += ` collate "C"`
	}
	if c.desc {
		s += " desc"
	}
	if c.nullable {
		s += " nulls last"
	}
	return s
}

// keys is the SQL of a row's sort keys, as a cursor holds them.
func (k keyset) keys() string {
	parts := make([]string, len(k))
	for i, c := range k {
		parts[i] = c.expr
	}
	return "json_build_array(" + strings.Join(parts, ", ") + ")"
}

// after is the condition that a row stands after the one with these keys, "true"
// without any. Row comparison, (a, b) > ($1, $2), would be shorter but knows
// neither mixed directions nor nulls.
func (k keyset) after(b *binds, keys []any) (string, error) {
	if keys == nil {
		return "true", nil
	}
	if len(keys) != len(k) {
		return "", errBadKeys()
	}
	var either []string
	same := ""
	for i, c := range k {
		p, err := c.param(b, keys[i])
		if err != nil {
			return "", err
		}
		if past := c.past(p); past != "" {
			either = append(either, "("+same+past+")")
		}
		if p == "" {
			same += c.expr + " is null and "
		} else {
			same += c.expr + " = " + p + " and "
		}
	}
	return "(" + strings.Join(either, " or ") + ")", nil
}

// past is the condition that this column alone stands after p; "" is null, after
// which nothing stands.
func (c sortColumn) past(p string) string {
	if p == "" {
		return ""
	}
	op, expr := ">", c.expr
	if c.desc {
		op = "<"
	}
	if c.cast == "text" {
		expr += ` collate "C"`
	}
	s := expr + " " + op + " " + p
	if c.nullable {
		s = "(" + s + " or " + c.expr + " is null)"
	}
	return s
}

// param binds a cursor's key. A cursor is opaque, not signed: its keys are
// checked like any other input.
func (c sortColumn) param(b *binds, key any) (string, error) {
	switch v := key.(type) {
	case nil:
		if c.nullable {
			return "", nil
		}
	case string:
		if c.cast == "text" {
			return b.add(v) + "::text", nil
		}
	case float64:
		if c.cast == "float8" {
			return b.add(v) + "::float8", nil
		}
		if c.cast == "bigint" && v == float64(int64(v)) {
			return b.add(int64(v)) + "::bigint", nil
		}
	}
	return "", errBadKeys()
}

func errBadKeys() error {
	return &gis.Error{Kind: gis.Invalid, Field: "after", Message: gis.T(
		"Kursor tidak sah; pakai endCursor dari halaman sebelumnya apa adanya",
		"The cursor is not valid; use endCursor of the page before as it is")}
}
