"use strict";
// The page also works without this script, which adds filters, copying, and the language of
// attributes. Nothing is fetched.
(() => {
  const phrases = JSON.parse(document.getElementById("phrases").textContent);
  const said = document.getElementById("said");
  const language = () => document.querySelector('input[name="language"]:checked').value;
  const phrase = (key, values = {}) =>
    Object.entries(values).reduce((words, [name, value]) => words.replace(`{${name}}`, value), phrases[language()][key]);
  // "cua khau" finds "cửa khẩu": diacritics are removed, đ becomes d, case and extra spaces are ignored.
  const fold = (words) =>
    words.normalize("NFD").replace(/\p{M}+/gu, "").replace(/[đð]/giu, "d").replace(/\s+/g, " ").trim().toLowerCase();
  // An address may be cut or typed by hand: a single `%` is not the code of a letter.
  const decoded = (words) => {
    try { return decodeURIComponent(words); } catch { return words; }
  };

  const form = document.querySelector("form.filter");
  const table = document.querySelector("table.ledger");
  const rows = table ? [...table.querySelectorAll("tr.row")] : [];
  const groups = table ? [...table.tBodies] : [];
  // Quotation, speaker, gloss, and the labels of status, theme and doubt in both languages.
  const saidIn = (row) =>
    [...row.querySelectorAll(".quote, .gloss, .by, .status, .tags, .flag")].map((part) => part.textContent).join(" ");
  const texts = new Map(rows.map((row) => [row, fold(saidIn(row))]));
  const homes = new Map(rows.map((row) => [row, row.parentElement]));
  const lists = { status: "status", theme: "themes", side: "sides", act: "acts", look: "look", hands: "hands", decided: "decided" };
  const orders = {
    status: (row) => ["new", "dropped", "reframed", "persisted"].indexOf(row.dataset.status),
    then: (row) => (row.dataset.then === "" ? Infinity : +row.dataset.then),
    now: (row) => (row.dataset.now === "" ? Infinity : +row.dataset.now),
    similarity: (row) => (row.dataset.similarity === "" ? Infinity : -row.dataset.similarity),
  };

  function fits(row, view) {
    for (const [name, list] of Object.entries(lists)) {
      const wanted = view.get(name);
      if (wanted && !row.dataset[list].split(name === "side" ? "|" : " ").includes(wanted)) return false;
    }
    return fold(view.get("q") || "").split(" ").every((word) => texts.get(row).includes(word));
  }

  function arrange(order) {
    const key = orders[order];
    table.classList.toggle("flat", Boolean(key));
    for (const row of rows) homes.get(row).append(row);
    if (!key) return;
    const sorted = rows.slice().sort((a, b) => key(a) - key(b) || a.dataset.row - b.dataset.row);
    groups[0].append(...sorted);
  }

  function show(view) {
    let shown = 0;
    for (const row of rows) {
      row.hidden = !fits(row, view);
      shown += !row.hidden;
    }
    arrange(view.get("sort"));
    for (const group of groups) {
      const head = group.querySelector(".group");
      head.hidden = Boolean(view.get("sort")) || !group.querySelector("tr.row:not([hidden])");
    }
    form.querySelector(".shown").textContent = phrase("shown", { shown, all: rows.length });
    document.querySelector(".nothing").hidden = shown > 0;
  }

  function viewOfForm() {
    const view = new URLSearchParams();
    for (const [name, value] of new FormData(form)) if (value.trim()) view.set(name, value.trim());
    return view;
  }

  function fillForm(view) {
    for (const field of form.elements) {
      if (!field.name) continue;
      if (field.type === "checkbox") field.checked = view.get(field.name) === field.value;
      else field.value = view.get(field.name) || "";
      if (field.selectedIndex === -1) field.selectedIndex = 0;
    }
  }

  // The address contains the view, so that it can be shared and the Back button undoes it.
  function address(view) {
    const parts = new URLSearchParams(view);
    if (language() !== document.documentElement.dataset.made) parts.set("lang", language());
    return parts.size ? `#ledger?${parts}` : "#ledger";
  }

  function readAddress() {
    const [place, query] = location.hash.split("?");
    if (place !== "#ledger" || query === undefined) return false;
    const view = new URLSearchParams(query);
    const button = document.getElementById(`language-${view.get("lang")}`);
    if (button) {
      button.checked = true;
      speak();
    }
    view.delete("lang");
    if (form) {
      fillForm(view);
      show(viewOfForm());
    }
    unfold();
    return true;
  }

  function speak() {
    const now = language();
    document.documentElement.lang = now;
    for (const name of ["aria-label", "placeholder", "label", "title"])
      for (const element of document.querySelectorAll(`[data-${name}-${now}]`))
        element.setAttribute(name, element.getAttribute(`data-${name}-${now}`));
    if (form) show(viewOfForm());
  }

  async function copy(words, done) {
    try {
      await navigator.clipboard.writeText(words);
    } catch {
      const area = document.createElement("textarea");
      area.value = words;
      document.body.append(area);
      area.select();
      const copied = document.execCommand("copy");
      area.remove();
      if (!copied) {
        said.classList.remove("hidden");
        said.textContent = `${phrase("failed")}: ${words}`;
        return;
      }
    }
    said.textContent = "";
    said.textContent = done;
  }

  document.documentElement.dataset.made = document.documentElement.lang;
  for (const button of document.querySelectorAll('input[name="language"]'))
    button.addEventListener("change", () => {
      speak();
      if (form) history.replaceState(null, "", address(viewOfForm()));
    });
  for (const button of document.querySelectorAll("button.copy")) {
    button.hidden = false;
    button.addEventListener("click", () => copy(button.dataset[language()], phrase("copied")));
  }
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-view]");
    if (!link || !form) return;
    event.preventDefault();
    location.hash = address(new URLSearchParams(link.dataset.view));
    readAddress();
  });
  if (form) {
    form.hidden = false;
    const change = () => {
      show(viewOfForm());
      history.replaceState(null, "", address(viewOfForm()));
    };
    form.addEventListener("input", change);
    form.addEventListener("submit", (event) => event.preventDefault());
    form.addEventListener("reset", () => setTimeout(change));
    form.querySelector(".copyview").addEventListener("click", () => copy(location.href, phrase("link")));
  }
  // Evidence is compared side by side: opening the sentence of one meeting opens that of the other.
  for (const row of rows) {
    const pair = [...row.querySelectorAll("td > details")];
    for (const one of pair) one.addEventListener("toggle", () => pair.forEach((other) => (other.open = one.open)));
  }
  const focus = document.querySelector('select[name="focus"]');
  if (focus) {
    focus.parentElement.hidden = false;
    focus.addEventListener("change", () => {
      for (const line of document.querySelectorAll(".line"))
        line.classList.toggle("dim", Boolean(focus.value) && !line.dataset.themes.split(" ").includes(focus.value));
    });
  }
  // The target of a link may be in a closed section.
  function unfold() {
    const target = document.getElementById(decoded(location.hash.slice(1).split("?")[0]));
    const inside = target?.querySelector(":scope > details.fold");
    if (inside) inside.open = true;
    for (let part = target?.parentElement; part; part = part.parentElement) if (part.tagName === "DETAILS") part.open = true;
    if (target) target.scrollIntoView();
  }
  // A mark that overlapping marks divide is highlighted as a whole.
  function light() {
    for (const mark of document.querySelectorAll("mark.lit")) mark.classList.remove("lit");
    const key = decoded(location.hash.slice(1));
    for (const mark of document.querySelectorAll("mark[data-marks]"))
      mark.classList.toggle("lit", mark.dataset.marks.split(" ").includes(key));
  }
  addEventListener("hashchange", () => {
    if (!readAddress()) unfold();
    light();
  });
  // On a phone the ledger is many screens long, so it is closed at first.
  if (matchMedia("(max-width: 56rem)").matches) document.querySelector("#ledger > details").open = false;
  speak();
  if (!readAddress()) {
    unfold();
    light();
  }
})();
