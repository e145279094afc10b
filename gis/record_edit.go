package gis

import "time"

type (
	FacilityEditField string
	FunctioningStatus string
	FunctioningReason string
)

const (
	EditPoint        FacilityEditField = "POINT"
	EditStatus       FacilityEditField = "STATUS"
	EditCondition    FacilityEditField = "CONDITION"
	EditInduk        FacilityEditField = "INDUK"
	EditDeclaredDesa FacilityEditField = "DECLARED_DESA"
	EditServiceArea  FacilityEditField = "SERVICE_AREA"
	// Since when the present status or condition holds.
	EditStatusSince    FacilityEditField = "STATUS_SINCE"
	EditConditionSince FacilityEditField = "CONDITION_SINCE"
	EditKind           FacilityEditField = "KIND"
	EditMerged         FacilityEditField = "MERGED"
)

// FacilityEdit is one edit of a facility, as written down.
type FacilityEdit struct {
	ID         int64                 `json:"id"`
	FacilityID int64                 `json:"facility_id"`
	At         time.Time             `json:"at"`
	By         string                `json:"by_whom"`
	Reason     *string               `json:"reason"`
	On         *Date                 `json:"on_day"`
	Changes    []FacilityFieldChange `json:"changes"`
	Version    int                   `json:"version"`
}

// FacilityFieldChange is a field before and after, as people read it; nil is not known.
type FacilityFieldChange struct {
	Field  FacilityEditField `json:"field"`
	Before *string           `json:"before"`
	After  *string           `json:"after"`
}

// EditQuestion asks for the edits of an area, Since a day or all.
type EditQuestion struct {
	Area
	Since *Date
}

// Functioning is the rule FUNCTIONAL for one facility.
type Functioning struct {
	Status  FunctioningStatus   `json:"status"`
	Reasons []FunctioningReason `json:"reasons"`
}
