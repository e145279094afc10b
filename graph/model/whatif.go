package model

import "jangkau/gis"

// WhatIf keeps what its provenance needs to say.
type WhatIf struct {
	Before  *TravelGroup
	After   *TravelGroup
	Changed []*WhatIfDesa
	Apart   int // places of the changes that join no road
	Asked   TravelAsked
}

// WhatIfDesa names its desa by code; it is read when asked.
type WhatIfDesa struct {
	Code   gis.WilayahCode
	People int
	Before *WhatIfTrip
	After  *WhatIfTrip
}
