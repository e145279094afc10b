package graph

// Resolver is the root that gqlgen's resolvers hang on.
type Resolver struct{}
