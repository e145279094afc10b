// What the questions of the page of one puskesmas answer.
import type { Geometry } from "geojson";
import type { GapStatus } from "../figures/rows";
import type { Dictionary } from "../lang/id";
import type { Kind, Klaster, LonLat, Rule } from "../view/view";
import type { FacilityEdit, Functioning } from "./answers.facility";
import type { Count, Facility, Named, Provenance, TripPath } from "./answers";

export interface PuskesmasHead {
  id: string;
  name: string;
  kind: Kind;
  address: string;
  rawatInap: boolean | null;
  areaCategory: keyof Dictionary["meeting"]["areaCategories"] | null;
  status: Facility["status"];
  condition: keyof Dictionary["condition"] | null;
  desa: (Named & { parent: { name: string | null; parent: { name: string | null } | null } | null }) | null;
  serviceArea: { code: string }[];
  sources: { source: { name: string; vintage: string | null } }[];
}

export interface AreaDesa {
  desa: Named & { isKelurahan: boolean; geometry: Geometry | null };
  people: number | null;
  hostsPuskesmas: boolean;
  status: GapStatus;
  registerAsOf: string | null;
  rules: { rule: Rule; status: GapStatus }[];
  servedBy: { id: string; name: string; kind: Kind }[];
  nearest: Pick<TripPath, "status" | "reason" | "distanceM" | "durationS"> & { facility: { name: string } | null };
  change: { since: string; from: GapStatus; to: GapStatus } | null;
}

export interface AreaFacility {
  id: string;
  name: string;
  kind: Kind;
  status: Facility["status"];
  condition: keyof Dictionary["condition"] | null;
  locationQuality: "POINT" | "DESA" | "NONE";
  functioning: Functioning;
  point: LonLat | null;
  desa: Named | null;
  /** Its states, the oldest first. */
  history: { from: string; status: Facility["status"]; condition: keyof Dictionary["condition"] | null; source: { name: string } }[];
}

export interface Profession {
  name: string;
  nameEn: string;
}

export interface StaffRow {
  profession: Profession | null;
  required: number | null;
  availableAsn: number;
  availableAll: number;
  gapAsn: number | null;
  gapAll: number | null;
  facilitiesWithoutStaffData: number;
}

export interface StaffChange {
  profession: Profession | null;
  from: { availableAll: number };
  to: { availableAll: number };
  changeAll: number;
  facilitiesCompared: number;
  facilitiesNotRenewed: number;
  facilitiesOnlyFrom: number;
  facilitiesOnlyTo: number;
}

export interface WaitingMatch {
  id: string;
  subject: keyof Dictionary["meeting"]["subjects"];
  given: string;
  candidates: { value: string; label: string }[];
  facility: { id: string; desa: { code: string } | null } | null;
  source: { name: string };
}

interface Rows<T> {
  edges: { node: T }[];
}

export interface PuskesmasFigures {
  desaWithoutPustu: Rows<AreaDesa> & { totalCount: number; counts: Count[]; provenance: Provenance };
  facilities: Rows<AreaFacility> & { totalCount: number; provenance: { asOf: string } };
  /** Since the end of the month before, up to now. */
  facilityEdits: Rows<FacilityEdit & { facility: { id: string; name: string } }> & { totalCount: number };
  workforceGaps: Rows<StaffRow> & {
    totals: { required: number | null; availableAsn: number; availableAll: number; gapAll: number | null; atUnnamedPustu: number };
    provenance: Provenance;
  };
  workforceKlaster: {
    klaster: {
      klaster: Klaster; availableAll: number; facilitiesWithPj: number; pjMissing: { id: string; name: string }[]; pjMissingCount: number;
      pjUnknown: number; facilitiesPlacementUnknown: number;
    }[];
    facilities: number;
  };
  workforceChange: Rows<StaffChange>;
  posyanduGaps: {
    counts: {
      desa: number; has: number; lacks: number; unknown: number; posyandu: number; fewKader: number; kaderUnknown: number; kaderShort: number;
      services: { service: keyof Dictionary["meeting"]["services"]; has: number; lacks: number; unknown: number }[];
    };
    provenance: Provenance;
  };
  mentoring: Rows<{
    status: GapStatus;
    assignments: { specialty: Profession; hospital: { name: string }; validFrom: string; trip: Pick<TripPath, "status" | "distanceM" | "durationS"> }[];
  }> & { provenance: Provenance };
  matchCases: Rows<WaitingMatch> & { totalCount: number };
}
