package travel

import "context"

// Loader reads from the store what a snapshot is made of. Its errors are passed to
// callers as they come, so they should be a *gis.Error already. All methods may be
// called at once.
type Loader interface {
	// Version is what the store holds now. It is asked once a pin, so it must be
	// one small statement.
	Version(ctx context.Context) (Version, error)

	// Places reads everything but the roads in one transaction that sees one
	// moment, and says which version that is.
	Places(ctx context.Context) (*Places, error)

	// Dataset describes a dataset without reading its roads. It fails as Network does.
	Dataset(ctx context.Context, dataset int64) (*DatasetInfo, error)

	// Network reads the roads of a dataset, which never change once it is CURRENT. It
	// fails with Conflict where the dataset has been replaced since: everything is then
	// read afresh.
	Network(ctx context.Context, dataset int64) (*NetworkData, error)
}
