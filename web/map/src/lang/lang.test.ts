import { describe, expect, it } from "vitest";
import { kinds, klasters, layers, profiles, rules, unitChoices } from "../view/view";
import { en } from "./en";
import { formats } from "./format";
import { id } from "./id";

/** Every text of a dictionary by its path; functions are called with marks for arguments. */
function texts(words: object, path = ""): [string, string][] {
  return Object.entries(words).flatMap(([key, value]): [string, string][] => {
    if (typeof value === "string") return [[path + key, value]];
    if (typeof value === "function") {
      const marks = Array.from({ length: value.length }, (_, i) => `<${i}>`);
      return [[path + key, value(...marks)]];
    }
    return texts(value as object, path + key + ".");
  });
}

describe("the dictionaries", () => {
  const [a, b] = [new Map(texts(id)), new Map(texts(en))];

  it("have the same entries, none empty", () => {
    expect([...a.keys()].sort()).toEqual([...b.keys()].sort());
    expect([...a, ...b].filter(([, text]) => text.trim() === "")).toEqual([]);
    expect(a.size).toBeGreaterThan(150);
  });

  it("use every figure that they are given, in both languages", () => {
    for (const [key, text] of a) {
      const marks = (s: string) => (s.match(/<\d>/g) ?? []).sort();
      expect(marks(b.get(key)!), key).toEqual(marks(text));
    }
  });

  it("have a word for every choice", () => {
    for (const words of [id, en]) {
      expect(Object.keys(words.layers).sort()).toEqual([...layers].sort());
      expect(Object.keys(words.rules).sort()).toEqual([...rules].sort());
      expect(Object.keys(words.kinds).sort()).toEqual([...kinds].sort());
      expect(Object.keys(words.profiles).sort()).toEqual([...profiles].sort());
      expect(Object.keys(words.klasters).sort()).toEqual([...klasters].sort());
      expect(Object.keys(words.unitChoices).sort()).toEqual([...unitChoices].sort());
    }
  });
});

describe("figures", () => {
  const [i, e] = [formats("id"), formats("en")];
  it("are written as the language writes them", () => {
    expect([i.count(1234567), e.count(1234567)]).toEqual(["1.234.567", "1,234,567"]);
    expect([i.decimal(0.25, 1), e.decimal(1234.56)]).toEqual(["0,3", "1,234.6"]);
    expect([i.day("2024-12-31"), e.day("2024-12-31T23:00:00+07:00")]).toEqual(["31 Desember 2024", "31 December 2024"]);
    expect([i.share(1, 8), e.share(1, 8)]).toEqual(["12,5%", "12.5%"]);
  });
  it("that are absent are a dash, never a nought", () => {
    expect([i.count(null), i.minutes(undefined), i.km(null), i.share(0, 0)]).toEqual(["–", "–", "–", "–"]);
    expect([i.count(0), i.minutes(0), i.km(0), i.share(0, 3)]).toEqual(["0", "0", "0", "0%"]);
  });
  it("of trips are minutes and kilometres", () => {
    expect([i.minutes(90), i.minutes(3600), i.km(1384.7), i.km(26_648)]).toEqual(["1,5", "60", "1,4", "27"]);
  });
});
