package publish

import (
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"jangkau/gis"
)

// Params reads the query of an address. The first thing found wrong is kept and told
// by Err, so that a handler reads all it needs and asks once. A parameter that nobody
// reads is wrong too: a misspelt filter must not look like an answer.
type Params struct {
	values url.Values
	read   []string
	err    error
}

// ParamsOf reads an address.
func ParamsOf(r *http.Request) *Params {
	values, err := url.ParseQuery(r.URL.RawQuery)
	p := &Params{values: values}
	if err != nil {
		p.err = gis.NewError(gis.Invalid, "Alamatnya tidak dapat dibaca", "The address cannot be read")
	}
	return p
}

// Fail keeps an error unless there is one.
func (p *Params) Fail(err error) {
	if p.err == nil {
		p.err = err
	}
}

// Wrong keeps that a parameter is wrong, and what would be right.
func (p *Params) Wrong(name, id, en string, args ...any) {
	p.Fail(&gis.Error{Kind: gis.Invalid, Field: name, Message: gis.T(id, en, args...)})
}

// Err is what was found wrong first.
func (p *Params) Err() error {
	for name := range p.values {
		if !slices.Contains(p.read, name) {
			known := strings.Join(p.read, ", ")
			p.Wrong(name, "Parameter %s tidak dikenal; yang dikenal di sini: %s", "The parameter %s is not known; known here are: %s", name, known)
		}
	}
	return p.err
}

// Text is a parameter's only value, "" where it is absent or empty.
func (p *Params) Text(name string) string {
	p.read = append(p.read, name)
	v := p.values[name]
	if len(v) > 1 {
		p.Wrong(name, "%s diberikan lebih dari sekali", "%s is given more than once", name)
	}
	if len(v) == 0 {
		return ""
	}
	if strings.ContainsRune(v[0], 0) {
		p.Wrong(name, "%s memuat aksara NUL", "%s holds a NUL character", name)
	}
	return v[0]
}

// List is a parameter's values, parted by commas; nil where it is absent.
func (p *Params) List(name string) []string {
	v := p.Text(name)
	if v == "" {
		return nil
	}
	return strings.Split(v, ",")
}

// Date is a parameter that names a day.
func (p *Params) Date(name string) *gis.Date {
	v := p.Text(name)
	if v == "" {
		return nil
	}
	t, err := time.Parse(time.DateOnly, v)
	if err != nil || t.Year() < 1900 || t.Year() > 2999 {
		p.Wrong(name, "%s harus berupa tanggal, misalnya 2024-12-31", "%s must be a day, as in 2024-12-31", name)
		return nil
	}
	d := gis.Date(v)
	return &d
}

// Int is a whole number within bounds, or the ordinary one.
func (p *Params) Int(name string, lo, hi, ordinary int) int {
	v := p.Text(name)
	if v == "" {
		return ordinary
	}
	n, err := strconv.Atoi(v)
	if err != nil || n < lo || n > hi {
		p.Wrong(name, "%s harus bilangan bulat dari %d sampai %d", "%s must be a whole number from %d to %d", name, lo, hi)
		return ordinary
	}
	return n
}

// Code is a wilayah code; "" where it is absent.
func (p *Params) Code(name string) gis.WilayahCode {
	v := p.Text(name)
	if v == "" {
		return ""
	}
	c, err := gis.ParseWilayahCode(v)
	if err != nil {
		text := err.(*gis.Error).Message //nolint:errorlint // what ParseWilayahCode returns
		p.Fail(&gis.Error{Kind: gis.Invalid, Field: name, Message: text})
	}
	return c
}

// Choice is one of the words allowed, or the ordinary one.
func Choice[T ~string](p *Params, name string, allowed []T, ordinary T) T {
	v := T(p.Text(name))
	if v == "" {
		return ordinary
	}
	return one(p, name, v, allowed)
}

// Choices are some of the words allowed; nil where the parameter is absent.
func Choices[T ~string](p *Params, name string, allowed []T) []T {
	var out []T
	for _, v := range p.List(name) {
		if c := one(p, name, T(v), allowed); !slices.Contains(out, c) {
			out = append(out, c)
		}
	}
	return out
}

func one[T ~string](p *Params, name string, v T, allowed []T) T {
	if !slices.Contains(allowed, v) {
		words := make([]string, len(allowed))
		for i, a := range allowed {
			words[i] = string(a)
		}
		p.Wrong(name, "%s tidak boleh %q; pilih dari: %s", "%s cannot be %q; choose from: %s", name, string(v), strings.Join(words, ", "))
	}
	return v
}

// wib is UTC+7: "today" is Jakarta's, where the ministry's day ends.
var wib = time.FixedZone("WIB", 7*3600)

// Today is the day of a moment.
func Today(now time.Time) gis.Date { return gis.Date(now.In(wib).Format(time.DateOnly)) }

var (
	units = []gis.WilayahUnits{gis.OnlyDesa, gis.OnlyKelurahan, gis.DesaAndKelurahan}
	// Metrics in the order people read them.
	metrics = []gis.TravelMetric{gis.ByTime, gis.ByDistance}
)

// Rule reads rule: BUILDING where it is silent, as in GraphQL.
func (p *Params) Rule() gis.PustuRule { return Choice(p, "rule", gis.PustuRules, gis.RuleBuilding) }

// Units reads units: desa and kelurahan where it is silent, as in GraphQL.
func (p *Params) Units() gis.WilayahUnits { return Choice(p, "units", units, gis.DesaAndKelurahan) }

// AsOf reads asOf: today where it is silent.
func (p *Params) AsOf(now time.Time) (day gis.Date, today bool) {
	if d := p.Date("asOf"); d != nil {
		return *d, *d == Today(now)
	}
	return Today(now), true
}

// Kinds reads kind: a list of kinds of facility; nil where it is silent.
func (p *Params) Kinds() []gis.FacilityKind { return Choices(p, "kind", gis.FacilityKinds) }

// Travel reads which trips are asked for: none where kind is silent.
func (p *Params) Travel() *gis.KeptTravel {
	kinds := Choices(p, "kind", gis.FacilityKinds)
	k := gis.KeptTravel{
		Profile: Choice(p, "profile", gis.TravelProfiles, gis.ProfileMotorcycle),
		Variant: p.Text("variant"),
		By:      Choice(p, "by", metrics, gis.ByTime),
	}
	for _, kind := range gis.FacilityKinds {
		if slices.Contains(kinds, kind) {
			k.Kinds = append(k.Kinds, kind)
		}
	}
	if k.Kinds == nil {
		return nil
	}
	return &k
}
