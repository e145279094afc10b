package network

import "errors"

var (
	// ErrInvalid wraps every complaint about what the caller handed in; the
	// message names the offending node, edge or source by its id.
	ErrInvalid = errors.New("invalid network input")

	// ErrOverflow says that a weight or a sum of weights does not fit below 2^31
	// quanta. A coarser quantum mends it.
	ErrOverflow = errors.New("travel weight overflows")
)
