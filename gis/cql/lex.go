package cql

import (
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

type tokenKind int

const (
	end tokenKind = iota
	word
	quotedName // "name"
	text       // 'text'
	number
	symbol
)

type token struct {
	kind  tokenKind
	text  string // a name or text without its quotes
	value float64
	from  int // where it begins and ends, in bytes
	to    int
}

func (t token) is(keyword string) bool { return t.kind == word && strings.EqualFold(t.text, keyword) }

// lex cuts a filter into tokens; the last is end.
func lex(s string) ([]token, error) {
	var out []token
	for i := 0; i < len(s); {
		c, n := utf8.DecodeRuneInString(s[i:])
		start := i
		switch {
		case unicode.IsSpace(c):
			i += n
			continue
		case c == '\'' || c == '"':
			t, to, ok := quoted(s, i, byte(c))
			if !ok {
				return nil, syntax(s, i, "tanda petik tidak ditutup", "a quote is not closed")
			}
			kind := text
			if c == '"' {
				kind = quotedName
			}
			out, i = append(out, token{kind: kind, text: t, from: start, to: to}), to
			continue
		case c >= '0' && c <= '9' || (c == '-' || c == '+' || c == '.') && i+1 < len(s) && (s[i+1] >= '0' && s[i+1] <= '9' || s[i+1] == '.'):
			i++
			for i < len(s) && (s[i] >= '0' && s[i] <= '9' || s[i] == '.' || s[i] == 'e' || s[i] == 'E' || (s[i] == '-' || s[i] == '+') && (s[i-1] == 'e' || s[i-1] == 'E')) {
				i++
			}
			v, err := strconv.ParseFloat(s[start:i], 64)
			if err != nil {
				return nil, syntax(s, start, "bilangan tidak sah", "this is no number")
			}
			out = append(out, token{kind: number, text: s[start:i], value: v, from: start, to: i})
			continue
		case c == '_' || unicode.IsLetter(c):
			for i < len(s) {
				c, n := utf8.DecodeRuneInString(s[i:])
				if c != '_' && c != ':' && c != '.' && !unicode.IsLetter(c) && !unicode.IsDigit(c) {
					break
				}
				i += n
			}
			out = append(out, token{kind: word, text: s[start:i], from: start, to: i})
			continue
		}
		for _, two := range []string{"<=", ">=", "<>"} {
			if strings.HasPrefix(s[i:], two) {
				i += 2
				break
			}
		}
		if i == start {
			if !strings.ContainsRune("()=<>,", c) {
				return nil, syntax(s, i, "aksara %q tidak dikenal di sini", "the character %q has no place here", string(c))
			}
			i++
		}
		out = append(out, token{kind: symbol, text: s[start:i], from: start, to: i})
	}
	return append(out, token{kind: end, from: len(s), to: len(s)}), nil
}

// quoted reads a text in quotes from i; a quote within is written twice.
func quoted(s string, i int, quote byte) (t string, to int, ok bool) {
	var b strings.Builder
	for i++; i < len(s); i++ {
		if s[i] != quote {
			b.WriteByte(s[i])
			continue
		}
		if i+1 < len(s) && s[i+1] == quote {
			b.WriteByte(quote)
			i++
			continue
		}
		return b.String(), i + 1, true
	}
	return "", i, false
}
