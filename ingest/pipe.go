package ingest

import (
	"context"

	"golang.org/x/sync/errgroup"

	"jangkau/ingest/read"
)

// pipe reads rows on one goroutine and hands them to store in batches on another,
// so that the file is parsed while the database works on the batch before. Two
// batches wait at most: a slow store slows the reading, it does not fill memory.
func pipe[T any](ctx context.Context, size int, rows func(context.Context, read.Sink[T]) error, store func(context.Context, []T) error) error {
	batches := make(chan []T, 2)
	g, ctx := errgroup.WithContext(ctx)
	g.Go(func() error {
		defer close(batches)
		var batch []T
		send := func() error {
			select {
			case batches <- batch:
				batch = make([]T, 0, size)
				return nil
			case <-ctx.Done():
				return ctx.Err()
			}
		}
		err := rows(ctx, func(row T) error {
			batch = append(batch, row)
			if len(batch) < size {
				return nil
			}
			return send()
		})
		if err != nil || len(batch) == 0 {
			return err
		}
		return send()
	})
	g.Go(func() error {
		for batch := range batches {
			if err := store(ctx, batch); err != nil {
				return err
			}
		}
		return ctx.Err()
	})
	return g.Wait()
}
