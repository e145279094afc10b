// What is known of one facility, and of its mending.
import type { Mendable } from "../mend/draft";
import type { Dictionary } from "../lang/id";
import type { Kind } from "../view/view";
import type { Facility, Named } from "./answers";

export type Status = Facility["status"];
export type Condition = keyof Dictionary["condition"];
export type EditField = keyof Dictionary["facility"]["fields"];

export interface Functioning {
  status: keyof Dictionary["facility"]["functioning"];
  reasons: (keyof Dictionary["facility"]["functioningReasons"])[];
}

/** One change of a facility by a person, as it was logged. */
export interface FacilityEdit {
  id: string;
  at: string;
  by: string;
  reason: string | null;
  on: string | null;
  changes: { field: EditField; before: string | null; after: string | null }[];
}

export interface FacilityAnswer extends Mendable {
  id: string;
  /** Grows with every change: an edit says which one it saw. */
  version: number;
  name: string;
  kind: Kind;
  localKind: string;
  address: string;
  rawatInap: boolean | null;
  opened: string | null;
  closed: string | null;
  locationQuality: "POINT" | "DESA" | "NONE";
  desa: (Named & { parent: { name: string | null; parent: { name: string | null } | null } | null }) | null;
  locatedDesa: Named | null;
  identifiers: { system: string; value: string }[];
  sources: { name: string; distanceM: number | null; missingSince: string | null; source: { name: string; vintage: string | null; kind: "REAL" | "DEMO" } }[];
  issues: { code: string; reasonId: string; reasonEn: string }[];
  functioning: Functioning;
  mended: EditField[];
  edits: { totalCount: number; edges: { node: FacilityEdit }[] };
}

/** A question that an import left for a person. */
export interface MatchCase {
  id: string;
  subject: keyof Dictionary["meeting"]["subjects"];
  given: string;
  line: number;
  candidates: { value: string; label: string; score: number }[];
  facility: { id: string; name: string } | null;
  source: { name: string };
}
