package main

import (
	"io"
	"os"
	"time"

	"github.com/schollz/progressbar/v3"
	"golang.org/x/term"

	"jangkau/gis"
)

// bar shows long work on a terminal; elsewhere it is silent, so that a log or a
// pipe holds no control characters.
type bar struct {
	w    io.Writer
	lang string
	now  *progressbar.ProgressBar
}

func (e *environment) progress() *bar {
	f, ok := e.errOut.(*os.File)
	if !ok || !term.IsTerminal(int(f.Fd())) {
		return &bar{}
	}
	return &bar{w: f, lang: e.Lang}
}

func (b *bar) Begin(what gis.Text, total int64) {
	if b.w == nil {
		return
	}
	b.End()
	if total <= 0 {
		total = -1 // a spinner: the length of the work is not known
	}
	b.now = progressbar.NewOptions64(total,
		progressbar.OptionSetWriter(b.w), progressbar.OptionSetDescription(what.In(b.lang)),
		progressbar.OptionThrottle(100*time.Millisecond), progressbar.OptionClearOnFinish(),
		progressbar.OptionSetWidth(30), progressbar.OptionSetPredictTime(true))
}

func (b *bar) Add(n int64) {
	if b.now != nil {
		_ = b.now.Add64(n)
	}
}

func (b *bar) End() {
	if b.now != nil {
		_ = b.now.Finish()
		b.now = nil
	}
}
