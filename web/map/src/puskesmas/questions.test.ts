import { expect, it } from "vitest";
import type { AreaDesa, AreaFacility, PuskesmasFigures, WaitingMatch } from "../data/answers.puskesmas";
import { concerning } from "./load";
import { openQuestions } from "./questions";

const desa = (code: string, more: Partial<AreaDesa> = {}): { node: AreaDesa } => ({
  node: {
    desa: { code, name: "Desa " + code.slice(-1), isKelurahan: false, geometry: { type: "Point", coordinates: [0, 0] } }, people: 5, hostsPuskesmas: false, status: "HAS",
    registerAsOf: "2024-05-20", rules: [], servedBy: [], nearest: { status: "REACHED", reason: null, distanceM: 1, durationS: 1, facility: null }, change: null, ...more,
  },
});
const facility = (id: string, more: Partial<AreaFacility> = {}): { node: AreaFacility } => ({
  node: { id, name: "Pustu " + id, kind: "PUSTU", status: "OPEN", condition: "BAIK", locationQuality: "POINT", functioning: { status: "UNKNOWN", reasons: [] }, point: { lon: 0, lat: 0 }, desa: null, history: [], ...more },
});
const match = (id: string, more: Partial<WaitingMatch>): { node: WaitingMatch } => ({
  node: { id, subject: "DESA", given: "x", candidates: [], facility: null, source: { name: "s" }, ...more },
});

/** All known: nothing is open. */
const figures = (): PuskesmasFigures => ({
  desaWithoutPustu: { edges: [desa("35.10.01.2001"), desa("35.10.01.2002")], totalCount: 2, counts: [], provenance: null as never },
  facilities: { edges: [facility("1"), facility("2")], totalCount: 2, provenance: { asOf: "2026-01-01" } },
  facilityEdits: { edges: [], totalCount: 0 },
  workforceGaps: { edges: [], totals: { required: 0, availableAsn: 0, availableAll: 0, gapAll: 0, atUnnamedPustu: 0 }, provenance: null as never },
  workforceKlaster: {
    facilities: 1,
    klaster: [{ klaster: "KLASTER_1", availableAll: 1, facilitiesWithPj: 1, pjMissing: [], pjMissingCount: 0, pjUnknown: 0, facilitiesPlacementUnknown: 0 }],
  },
  workforceChange: { edges: [] },
  posyanduGaps: { counts: { desa: 2, has: 2, lacks: 0, unknown: 0, posyandu: 2, fewKader: 0, kaderUnknown: 0, kaderShort: 0, services: [] }, provenance: null as never },
  mentoring: { edges: [{ node: { status: "LACKS", assignments: [] } }], provenance: null as never },
  matchCases: { edges: [], totalCount: 0 },
});
const known = { rawatInap: false, areaCategory: "PERDESAAN" } as const;

it("where all is known nothing is asked: that a thing is missing is no question", () => {
  expect(openQuestions(known, figures())).toEqual([]);
});

it("asks for each thing that is not known, by name", () => {
  const f = figures();
  f.desaWithoutPustu.edges = [desa("35.10.01.2001", { status: "UNKNOWN", registerAsOf: null, people: null }), desa("35.10.01.2002", { registerAsOf: null, people: 0 })];
  f.desaWithoutPustu.edges[1]!.node.desa.geometry = null;
  f.facilities.edges = [facility("1", { status: "UNKNOWN", locationQuality: "DESA" }), facility("2", { condition: null }), facility("3", { status: "CLOSED" })];
  f.workforceGaps.edges = [{ node: { profession: null, required: 1, availableAsn: 0, availableAll: 0, gapAsn: null, gapAll: null, facilitiesWithoutStaffData: 1 } }];
  f.workforceKlaster.klaster[0]!.pjUnknown = 1;
  f.posyanduGaps.counts.unknown = 1;
  f.posyanduGaps.counts.kaderUnknown = 2;
  f.mentoring.edges[0]!.node.status = "UNKNOWN";
  expect(openQuestions({ rawatInap: null, areaCategory: null }, f)).toEqual([
    { about: "noRegister", of: [] }, { about: "status", of: ["Desa 1"] }, { about: "people", of: ["Desa 1"] }, { about: "polygon", of: ["Desa 2"] },
    { about: "rawatInap", of: [] }, { about: "areaCategory", of: [] }, { about: "point", of: ["Pustu 1"] }, { about: "operating", of: ["Pustu 1"] },
    { about: "condition", of: ["Pustu 2"] }, { about: "staff", of: [] }, { about: "pj", of: [] }, { about: "posyandu", of: [] }, { about: "kader", of: [] },
    { about: "mentoring", of: [] },
  ]);
});

it("only matches that concern the puskesmas wait for its meeting", () => {
  const f = figures();
  f.matchCases.edges = [
    match("own", { facility: { id: "1", desa: null } }),
    match("inItsDesa", { facility: { id: "9", desa: { code: "35.10.01.2002" } } }),
    match("perhapsItsDesa", { candidates: [{ value: "35.10.01.2001", label: "" }, { value: "35.10.09.2001", label: "" }] }),
    match("perhapsItsPustu", { subject: "FACILITY", candidates: [{ value: "2", label: "" }] }),
    match("elsewhere", { facility: { id: "9", desa: { code: "35.10.09.2001" } }, candidates: [{ value: "35.10.09.2001", label: "" }] }),
    match("kindsAreNoFacilities", { subject: "KIND", candidates: [{ value: "1", label: "" }] }),
  ];
  expect(concerning(f).map((m) => m.id)).toEqual(["own", "inItsDesa", "perhapsItsDesa", "perhapsItsPustu"]);
});
