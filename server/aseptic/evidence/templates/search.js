"use strict";
const box = document.getElementById("find");
const count = document.getElementById("count");
const rows = [...document.querySelectorAll("tr[data-words]")];
const chapters = [...document.querySelectorAll("section.chapter")];
const list = document.querySelector("nav.chapters");

function show() {
  const terms = box.value.toLowerCase().split(/\s+/).filter(Boolean);
  let left = 0;
  for (const row of rows) {
    row.hidden = !terms.every((term) => row.dataset.words.includes(term));
    left += row.hidden ? 0 : 1;
  }
  for (const chapter of chapters) {
    chapter.hidden = !chapter.querySelector("tr[data-words]:not([hidden])");
  }
  list.hidden = count.hidden = terms.length > 0;
  count.hidden = !list.hidden;
  count.textContent = left === 1 ? "1 rule" : left ? `${left} rules` : "No rule has these words.";
}

box.value = new URLSearchParams(location.search).get("q") ?? "";
box.addEventListener("input", show);
box.form.addEventListener("submit", (event) => {
  event.preventDefault();
  const wanted = document.getElementById(box.value.trim().toUpperCase());
  const seen = rows.filter((row) => !row.hidden);
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
