// Says what is loaded, and on which pages' data nothing may be decided: the
// demonstration is named as such on every page that shows answers.
"use strict";

const sourcesQuery = `{
  dataSources { name role kind vintage importedAt }
}`;

// Every provinsi by its code: one that is not loaded answers null.
const areasQuery = `
fragment area on Wilayah {
  children { code name people desaCount { desa kelurahan } }
}
{
  p11: wilayah(code: "11") { ...area }
  p12: wilayah(code: "12") { ...area }
  p13: wilayah(code: "13") { ...area }
  p14: wilayah(code: "14") { ...area }
  p15: wilayah(code: "15") { ...area }
  p16: wilayah(code: "16") { ...area }
  p17: wilayah(code: "17") { ...area }
  p18: wilayah(code: "18") { ...area }
  p19: wilayah(code: "19") { ...area }
  p21: wilayah(code: "21") { ...area }
  p31: wilayah(code: "31") { ...area }
  p32: wilayah(code: "32") { ...area }
  p33: wilayah(code: "33") { ...area }
  p34: wilayah(code: "34") { ...area }
  p35: wilayah(code: "35") { ...area }
  p36: wilayah(code: "36") { ...area }
  p51: wilayah(code: "51") { ...area }
  p52: wilayah(code: "52") { ...area }
  p53: wilayah(code: "53") { ...area }
  p61: wilayah(code: "61") { ...area }
  p62: wilayah(code: "62") { ...area }
  p63: wilayah(code: "63") { ...area }
  p64: wilayah(code: "64") { ...area }
  p65: wilayah(code: "65") { ...area }
  p71: wilayah(code: "71") { ...area }
  p72: wilayah(code: "72") { ...area }
  p73: wilayah(code: "73") { ...area }
  p74: wilayah(code: "74") { ...area }
  p75: wilayah(code: "75") { ...area }
  p76: wilayah(code: "76") { ...area }
  p81: wilayah(code: "81") { ...area }
  p82: wilayah(code: "82") { ...area }
  p91: wilayah(code: "91") { ...area }
  p92: wilayah(code: "92") { ...area }
  p93: wilayah(code: "93") { ...area }
  p94: wilayah(code: "94") { ...area }
  p95: wilayah(code: "95") { ...area }
  p96: wilayah(code: "96") { ...area }
}`;

// A start page is no gazetteer: more kabupaten than this are counted, not listed.
const listed = 20;

const roles = {
  BOUNDARIES: ["batas wilayah", "boundaries"],
  FACILITIES: ["fasilitas", "facilities"],
  POPULATION: ["penduduk", "people"],
  ROADS: ["jalan", "roads"],
  STAFF: ["tenaga", "staff"],
  INDICATORS: ["indikator", "indicators"],
  STANDARD: ["standar", "standard"],
};

async function ask(query) {
  const response = await fetch("/graphql", {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ query }),
  });
  const answer = await response.json();
  if (!answer.data) throw new Error(answer.errors ? answer.errors[0].message : response.statusText);
  return answer.data;
}

function element(name, ...content) {
  const e = document.createElement(name);
  e.append(...content);
  return e;
}

function english(text) {
  const e = element("span", " / " + text);
  e.lang = "en";
  return e;
}

const number = (n) => (n === null || n === undefined ? "?" : n.toLocaleString("id-ID"));

function table(heads, rows) {
  const head = element("tr", ...heads.map(([id, en]) => (en ? element("th", id, english(en)) : element("th", id))));
  const body = rows.map((cells) =>
    element("tr", ...cells.map((c) => {
      const cell = element("td", c);
      if (/^\d{4}-\d\d-\d\d$/.test(c)) cell.className = "day";
      else if (/^[\d.?]+$/.test(c) && !/^\d\d\.\d\d$/.test(c)) cell.className = "number";
      return cell;
    })));
  const box = element("div", element("table", element("thead", head), element("tbody", ...body)));
  box.className = "scroll"; // a narrow screen scrolls the table, not the page
  return box;
}

function showBanner(sources) {
  const banner = document.getElementById("demo");
  const made = sources.filter((s) => s.kind === "DEMO").length;
  if (!banner || made === 0) return;
  const all = made === sources.length;
  banner.replaceChildren(
    element("strong", all ? "DATA PERAGAAN: rekaan, bukan data nyata." : "SEBAGIAN DATA INI PERAGAAN: rekaan, bukan data nyata."),
    " Jangan dipakai untuk mengambil keputusan.",
    english(all
      ? "DEMONSTRATION DATA: made up, not real. Nothing may be decided by it."
      : "SOME OF THIS DATA IS A DEMONSTRATION: made up, not real. Nothing may be decided by it."));
  banner.hidden = false;
}

async function showLoaded(place, sources) {
  if (sources.length === 0) {
    place.replaceChildren(element("p", "Belum ada data yang dimuat: mulailah dengan jangkau import boundaries, atau jangkau demo.",
      english("Nothing is loaded yet: begin with jangkau import boundaries, or jangkau demo.")));
    return;
  }
  const areas = Object.values(await ask(areasQuery)).flatMap((p) => (p ? p.children : []));
  const shown = areas.slice(0, listed);
  const facilities = shown.length === 0 ? {} :
    await ask("{" + shown.map((a, i) => `k${i}: facilities(within: "${a.code}") { totalCount }`).join(" ") + "}");
  const parts = [
    table([["Kode", "code"], ["Kabupaten/kota", "area"], ["Desa"], ["Kelurahan"],
      ["Penduduk", "people"], ["Fasilitas", "facilities"]],
    shown.map((a, i) => [a.code, a.name || "–", number(a.desaCount.desa), number(a.desaCount.kelurahan),
      number(a.people), number(facilities["k" + i].totalCount)])),
  ];
  if (areas.length > shown.length) {
    const rest = areas.length - shown.length;
    parts.push(element("p", `… dan ${rest} kabupaten/kota lagi`, english(`and ${rest} more`)));
  }
  parts.push(table([["Sumber", "source"], ["Isi", "holds"], ["Keadaan per", "as of"], ["Dimuat", "loaded"], ["Jenis", "kind"]],
    sources.map((s) => [s.name, (roles[s.role] || [s.role]).join(" / "), s.vintage || "?", s.importedAt.slice(0, 10),
      s.kind === "DEMO" ? "PERAGAAN / DEMO" : "nyata / real"])));
  place.replaceChildren(...parts);
}

async function main() {
  const place = document.getElementById("loaded");
  try {
    const { dataSources } = await ask(sourcesQuery);
    showBanner(dataSources);
    if (place) await showLoaded(place, dataSources);
  } catch (error) {
    const banner = document.getElementById("demo");
    banner.replaceChildren("Apa yang dimuat tidak dapat diperiksa: bisa jadi data peragaan. ",
      element("span", String(error.message)), english("What is loaded could not be checked: it may be the demonstration."));
    banner.hidden = false;
    if (place) place.replaceChildren();
  }
}

main();
