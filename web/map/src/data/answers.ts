// What the questions of queries.ts answer, in the contract's words.
import type { Geometry, LineString, MultiPolygon } from "geojson";
import type { Dictionary } from "../lang/id";
import type { GapStatus } from "../figures/rows";
import type { Kind, LonLat, Rule, Units } from "../view/view";

export type Level = keyof Dictionary["levels"];

export interface Named {
  code: string;
  name: string | null;
}

export interface Area extends Named {
  level: Level;
  parent: (Named & { parent: (Named & { parent: Named | null }) | null }) | null;
  children: (Named & { level: Level })[];
}

export interface Found extends Named {
  level: Level;
  parent: { name: string | null; parent: { name: string | null } | null } | null;
}

export interface Provenance {
  asOf: string;
  demo: boolean;
  sources: { name: string; vintage: string | null; kind: "REAL" | "DEMO" }[];
  network: { lengthKm: number; source: { name: string; vintage: string | null } } | null;
  caveats: { code: string; textId: string; textEn: string }[];
}

export interface PageInfo {
  hasNextPage: boolean;
  endCursor: string | null;
}

export interface List<T> {
  totalCount: number;
  edges: { node: T }[];
  pageInfo: PageInfo;
}

export interface Count {
  rule: Rule;
  units: Units;
  denominator: number;
  has: number;
  lacks: number;
  unknown: number;
}

export interface DesaNode {
  people: number | null;
  rules: { rule: Rule; status: GapStatus }[];
  /** Either its shape, or whether it has one. */
  desa: Named & { isKelurahan: boolean; geometry?: Geometry | null; missing?: ("NAME" | "POLYGON" | "PEOPLE")[] };
}

export interface TravelAnswer {
  travelSummary: {
    groups: {
      wilayah: { code: string };
      people: number;
      desaWithoutPeople: number;
      peopleUnreached: number;
      peopleNotComputed: number;
      medianS: number | null;
      medianM: number | null;
      bands: { unit: "MINUTE" | "KILOMETRE"; upTo: number | null; people: number }[];
    }[];
    provenance: Provenance;
  };
}

export interface StaffNode {
  facility: { desa: { code: string } | null };
  required: number | null;
  availableAsn: number;
  availableAll: number;
  gapAsn: number | null;
  gapAll: number | null;
  facilitiesWithoutStaffData: number;
}

export interface Facility {
  id: string;
  name: string;
  kind: Kind;
  status: keyof Dictionary["status"];
  point: LonLat | null;
}

export interface TripPath {
  status: "REACHED" | "UNREACHABLE" | "NOT_COMPUTED";
  reason: keyof Dictionary["reasons"] | null;
  distanceM: number | null;
  durationS: number | null;
  line: LineString | null;
  to: { point: LonLat | null; facility: { id: string; name: string; kind: Kind } | null } | null;
}

export interface ProfileAnswer {
  wilayah:
    | (Named & {
        isKelurahan: boolean | null;
        people: number | null;
        areaKm2: number | null;
        boundaryQuality: keyof Dictionary["boundary"];
        missing: (keyof Dictionary["missing"])[];
        parent: { name: string | null; parent: { name: string | null } | null } | null;
      })
    | null;
  desaWithoutPustu: {
    edges: { node: { rules: { rule: Rule; status: GapStatus }[]; registerAsOf: string | null; hostsPuskesmas: boolean; servedBy: { id: string; name: string; kind: Kind }[] } }[];
    provenance: Provenance;
  };
  pustu: TripPath;
  puskesmas: TripPath;
  rs: TripPath & { provenance: Provenance };
  facilities: {
    totalCount: number;
    edges: { node: Omit<Facility, "point"> & { condition: keyof Dictionary["condition"] | null; locationQuality: "POINT" | "DESA" | "NONE" } }[];
  };
  workforceGaps: {
    edges: { node: { profession: { name: string; nameEn: string } | null; required: number | null; availableAll: number; gapAll: number | null; facilitiesWithoutStaffData: number } }[];
    provenance: Provenance;
  };
}

export interface Band {
  minutes: number | null;
  km: number | null;
  area: MultiPolygon;
  areaKm2: number;
  people: number;
  desa: number;
}

export interface Isochrone {
  status: TripPath["status"];
  reason: TripPath["reason"];
  bands: Band[];
  provenance: Provenance;
}

export interface WhatIfSide {
  people: number;
  bands: { unit: "MINUTE" | "KILOMETRE"; upTo: number | null; people: number; desa: number }[];
}

export interface WhatIf {
  before: WhatIfSide;
  after: WhatIfSide;
  changed: { desa: { code: string }; people: number }[];
  provenance: Provenance;
}
