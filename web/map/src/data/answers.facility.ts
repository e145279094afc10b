// What is known of one facility.
import type { Dictionary } from "../lang/id";
import type { Kind, LonLat } from "../view/view";
import type { Facility, Named } from "./answers";

export interface FacilityAnswer {
  id: string;
  name: string;
  kind: Kind;
  localKind: string;
  address: string;
  rawatInap: boolean | null;
  status: Facility["status"];
  condition: keyof Dictionary["condition"] | null;
  opened: string | null;
  closed: string | null;
  locationQuality: "POINT" | "DESA" | "NONE";
  point: LonLat | null;
  induk: { id: string; name: string } | null;
  desa: (Named & { parent: { name: string | null; parent: { name: string | null } | null } | null }) | null;
  declaredDesa: Named | null;
  locatedDesa: Named | null;
  serviceArea: Named[];
  identifiers: { system: string; value: string }[];
  sources: { name: string; distanceM: number | null; missingSince: string | null; source: { name: string; vintage: string | null; kind: "REAL" | "DEMO" } }[];
  issues: { code: string; reasonId: string; reasonEn: string }[];
}
