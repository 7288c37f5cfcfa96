"use strict";
const box = document.getElementById("find");
const count = document.getElementById("count");
const rows = [...document.querySelectorAll("tr[data-words]")];
const chapters = [...document.querySelectorAll("section.chapter")];
const list = document.querySelector("nav.chapters");
const found = document.getElementById("found");
const CWE = /\bcwe[-\s]?(\d+)(?!\d)/g;

// Where a term stands in a rule, the best place first: id, title, names, text. A number of CWE is met whole.
function place(term, row) {
  const { title, names, words } = row.dataset;
  if (/^cwe-\d+$/.test(term)) {
    return ` ${names} `.includes(` ${term} `) ? 2 : -1;
  }
  if (row.id.toLowerCase().startsWith(term)) {
    return 0;
  }
  return title.includes(term) ? 1 : names.includes(term) ? 2 : words.includes(term) ? 3 : -1;
}

function ranked(terms) {
  const seen = [];
  for (const row of rows) {
    const places = terms.map((term) => place(term, row));
    if (!places.includes(-1)) {
      seen.push([places.reduce((sum, each) => sum + each, 0), row]);
    }
  }
  return seen.sort((one, other) => one[0] - other[0]).map(([, row]) => row);
}

let seen = rows;

function show() {
  const terms = box.value.toLowerCase().replace(CWE, "cwe-$1").split(/\s+/).filter(Boolean);
  const asked = terms.length > 0;
  seen = asked ? ranked(terms) : rows;
  const body = found.querySelector("tbody");
  body.replaceChildren(...(asked ? seen : []).map((row) => {
    const copy = row.cloneNode(true);
    copy.removeAttribute("id");
    for (const name of Object.keys(copy.dataset)) delete copy.dataset[name];
    copy.dataset.rule = row.id;
    return copy;
  }));
  for (const chapter of chapters) {
    chapter.hidden = asked;
  }
  found.hidden = !asked || seen.length === 0;
  list.hidden = asked;
  count.hidden = !asked;
  count.textContent = seen.length === 1 ? "1 rule" : seen.length ? `${seen.length} rules` : "No rule has these words.";
}

box.value = new URLSearchParams(location.search).get("q") ?? "";
box.addEventListener("input", show);
box.form.addEventListener("submit", (event) => {
  event.preventDefault();
  const wanted = document.getElementById(box.value.trim().toUpperCase());
  const row = wanted?.matches("tr[data-words]") ? wanted : seen.length === 1 ? seen[0] : null;
  if (row) location.href = row.querySelector("a").href;
});
document.addEventListener("keydown", (event) => {
  if (event.key === "/" && document.activeElement !== box) {
    event.preventDefault();
    box.focus();
  }
});
show();
