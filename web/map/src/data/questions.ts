import { planText } from "../view/plan";
import type { View } from "../view/view";
import type { Question } from "./ahead";
import type { Isochrone, Facility, ProfileAnswer, WhatIf } from "./answers";
import type { FacilityAnswer } from "./answers.facility";
import {
  type DesaList, type Figures, loadDesa, loadFacilities, loadFacility, loadIsochrone, loadMatches, loadPlace, loadProfile, loadStaff, loadTravel, loadWhatIf,
  type Matches, type Place,
} from "./load";
import type { Staff, Travel } from "../figures/rows";
import { askStart, type Start } from "./start";

// What the planner's map asks for a view. What may be mended here is asked anew after
// each save: saved counts them.

export const ofStart = (v: View): Question<Start> => ({ key: "start", load: (signal) => askStart(v.lang, signal) });

export const ofPlace = (v: View): Question<Place | null> => ({ key: `place ${v.w}`, load: (signal) => loadPlace(v.w, v.lang, signal) });

export const ofDesa = (v: View, saved: number): Question<DesaList> | null =>
  v.w === "" ? null : { key: `desa ${v.w} ${saved}`, load: (signal) => loadDesa(v.w, v.lang, signal) };

export const ofFacilities = (v: View, saved: number): Question<Facility[]> | null =>
  v.w === "" ? null : { key: `facilities ${v.w} ${saved}`, load: (signal) => loadFacilities(v.w, v.lang, signal) };

export const ofTravel = (v: View, saved: number): Question<Figures<Travel>> | null => {
  const { w, layer, kind, profile, by, minutes, km } = v;
  if (w === "" || (layer !== "travel" && layer !== "beyond")) return null;
  return { key: "travel " + JSON.stringify([w, kind, profile, by, minutes, km, saved]), load: (signal) => loadTravel(w, v, v.lang, signal) };
};

export const ofStaff = (v: View, saved: number): Question<Figures<Staff>> | null => {
  const { w, layer, klaster, asn } = v;
  if (w === "" || layer !== "staff") return null;
  return { key: "staff " + JSON.stringify([w, klaster, asn, saved]), load: (signal) => loadStaff(w, klaster, asn, v.lang, signal) };
};

export const ofProfile = (v: View, saved: number): Question<ProfileAnswer> | null =>
  v.desa === "" ? null : { key: "profile " + JSON.stringify([v.desa, v.profile, v.by, saved]), load: (signal) => loadProfile(v.desa, v, v.lang, signal) };

export const ofFacility = (v: View, saved: number): Question<FacilityAnswer | null> | null =>
  v.facility === "" ? null : { key: `facility ${v.facility} ${saved}`, load: (signal) => loadFacility(v.facility, v.lang, signal) };

export const ofMatches = (v: View, saved: number): Question<Matches> | null =>
  v.w === "" ? null : { key: `matches ${v.w} ${saved}`, load: (signal) => loadMatches(v.w, v.lang, signal) };

export const ofIsochrone = (v: View): Question<Isochrone> | null =>
  v.iso === null ? null : { key: "isochrone " + JSON.stringify([v.iso, v.profile, v.by, v.minutes, v.km]), load: (signal) => loadIsochrone(v.iso!, v, v.lang, signal) };

export const ofWhatIf = (v: View, saved: number): Question<WhatIf> | null => {
  const { w, kind, profile, by, minutes, km, plan } = v;
  if (w === "" || plan.length === 0) return null;
  return { key: "what if " + JSON.stringify([w, kind, profile, by, minutes, km, planText(plan), saved]), load: (signal) => loadWhatIf(w, v, plan, v.lang, signal) };
};

/** All that the map waits for before it is there; none of it needs an answer to another. */
export const ofFirstMap = (v: View): (Question<unknown> | null)[] => [
  ofDesa(v, 0), ofFacilities(v, 0), ofTravel(v, 0), ofStaff(v, 0), ofPlace(v), ofStart(v), ofProfile(v, 0), ofIsochrone(v), ofWhatIf(v, 0),
];
