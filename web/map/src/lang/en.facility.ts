import type { Dictionary } from "./id";

export const facility: Dictionary["facility"] = {
  title: "Facility",
  none: "There is no facility of that number.",
  induk: "Induk",
  desa: "Desa",
  declared: "Desa by the list",
  located: "Desa by its point",
  serviceArea: "Wilayah kerja",
  point: "Coordinates",
  rawatInap: "Inpatient care",
  numbers: "Numbers",
  localKind: "Kind by the list",
  opened: "Opened",
  closed: "Closed",
  unknown: "not known",
  lists: "Lists that hold it",
  listName: (name, source) => `${source}, as “${name}”`,
  listDistance: (m) => `its point is ${m} m from the one used`,
  missingSince: (day) => `no longer held since ${day}`,
  issues: "What imports noted",
};
