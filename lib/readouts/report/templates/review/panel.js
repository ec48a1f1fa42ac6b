// The review panel: shows the `state` that Python sends, and sends back one message per decision.
// Choices that are not decided yet (boundaries, codes, a split) are only here and are not saved.

const ACTS = ["propose", "commit", "agree"];

function h(name, given = {}, ...inner) {
  const node = document.createElement(name);
  for (const [key, value] of Object.entries(given)) {
    if (key.startsWith("on")) node.addEventListener(key.slice(2), value);
    else if (value === true) node.setAttribute(key, "");
    else if (value !== false && value != null) node.setAttribute(key, value);
  }
  node.append(...inner.flat(Infinity).filter((one) => one != null && one !== false));
  return node;
}

const plain = (text) =>
  text.normalize("NFD").replace(/[\u0300-\u036f]/g, "").replace(/đ/g, "d").replace(/Đ/g, "D").toLowerCase();

function render({ model, el }) {
  const root = h("div", {
    class: "readouts-review", tabindex: 0, role: "group", "data-lm-suppress-shortcuts": "true",
    onkeydown: pressed,
  });
  let draft = {}, popup = null, shown = null;

  const state = () => model.get("state");
  const say = (key) => state().labels[key] ?? key;
  function send(op, more = {}) {
    popup = null;
    model.send({ op, ...more });
    root.focus();
  }

  function update() {
    const { task } = model.get("state");
    if (task.id !== shown) {
      shown = task.id;
      draft = { span: task.span && [...task.span], codes: { ...task.codes }, cut: null, reason: "" };
      popup = null;
    }
    draw();
  }

  function draw() {
    const held = root.contains(document.activeElement);
    Object.assign(root.dataset, { task: state().task.id, kind: state().task.kind });
    const bodies = { item: drawItem, add: drawItem, match: drawMatch, choice: drawChoice, done: drawDone };
    root.replaceChildren(drawHead(), ...bodies[state().task.kind](), drawPopup() ?? "", drawFoot());
    if (popup) {
      root.querySelector(".popup input").focus();
      root.querySelector(".popup").scrollIntoView({ block: "nearest" });
      root.querySelector(".popup [aria-selected=true]")?.scrollIntoView({ block: "nearest" });
    }
    else if (held) root.focus({ preventScroll: true });
  }

  function drawHead() {
    const { progress, left, by } = state();
    return h("div", { class: "head" },
      h("strong", {}, left),
      progress.map(([name, share, told]) =>
        h("span", { class: "share" }, h("span", {}, name), h("meter", { value: share, "aria-label": name }), told)),
      h("label", {}, say("by"), h("input", {
        class: "by", size: 6, value: by, maxlength: 40, onchange: (event) => send("by", { name: event.target.value }),
      })));
  }

  function drawFoot() {
    const { message, fault } = state();
    return h("p", { role: "status", class: fault ? "fault" : "" }, message);
  }

  // --- a proposal ---------------------------------------------------------------------------

  function drawItem() {
    const { task } = state();
    return [
      h("p", { class: "text", lang: "vi" }, task.words.map(drawWord), task.tail),
      h("div", { class: "sides" }, drawCodes(task), drawFacts(task)),
      drawReason(),
      drawButtons(task.kind === "add"
        ? [["a", "add"], ["b", "back"]]
        : [["a", changed() ? "change" : "accept"], ["r", "reject"], ["n", "next"], ["b", "back"], ["u", "undo"],
           ["s", "split"], ["j", "join"], ["m", "mark"], ["l", "list"]]),
    ];
  }

  function drawWord([start, end, text, gap], at) {
    const { task } = state(), [from, to] = draft.span ?? [0, 0];
    const inside = start < to && from < end;
    const gapInside = inside && start > from && at > 0;
    const names = [
      inside && "mark", !inside && task.others.some(([a, b]) => start < b && a < end) && "other",
      start >= task.sentence[0] && end <= task.sentence[1] && "sentence", draft.cut === start && "cut",
    ];
    return [
      h("span", { class: gapInside && draft.cut !== start ? "mark" : "" }, gap),
      h("span", { class: ["word", ...names].filter(Boolean).join(" "), "data-at": start, onclick: () => clicked(at) }, text),
    ];
  }

  function drawCodes(task) {
    const { codes } = draft;
    const named = (list, id) => (list.find(([one]) => one === id) ?? [id, id])[1];
    const choose = (name, text) =>
      h("button", { class: "code", onclick: () => open(name) }, h("kbd", {}, KEYS[name]), ` ${say(name)}: `, h("b", {}, text || "–"));
    return h("div", { class: "codes" },
      h("div", {}, ACTS.map((act, n) => h("button", {
        "aria-pressed": String(codes.act === act), onclick: () => code({ act }),
      }, h("kbd", {}, n + 1), ` ${named(task.choices.act, act)}`))),
      choose("speaker", codes.speaker), choose("side", named(task.choices.side, codes.side)),
      choose("themes", codes.themes.map((theme) => named(task.choices.themes, theme)).join(", ")));
  }

  const drawFacts = ({ facts }) =>
    h("dl", {}, facts.map(([name, value]) => [h("dt", {}, name), h("dd", {}, value)]));

  const drawReason = () =>
    h("label", { class: "reason" }, h("kbd", {}, "w"), ` ${say("reason")} `,
      h("input", { class: "why", value: draft.reason, oninput: (event) => (draft.reason = event.target.value) }));

  const drawButtons = (list) =>
    h("div", { class: "buttons" }, list.map(([key, name]) =>
      h("button", { onclick: () => act(key), "data-key": key }, h("kbd", {}, key), ` ${say(name)}`)),
      state().task.kind === "item" || state().task.kind === "add" ? h("small", {}, say("edges")) : null);

  function changed() {
    const { task } = state();
    return JSON.stringify([draft.span, draft.codes]) !== JSON.stringify([task.span, task.codes]);
  }

  function code(codes) {
    draft.codes = { ...draft.codes, ...codes };
    draw();
  }

  // Positions of the first and last marked word.
  function edges() {
    const { words } = state().task, [from, to] = draft.span;
    const inside = words.map(([start, end], at) => (start < to && from < end ? at : -1)).filter((at) => at >= 0);
    return [inside[0], inside[inside.length - 1]];
  }

  function mark(first, last) {
    const { words } = state().task;
    if (first < 0 || last >= words.length || first > last) return;
    const [a, z] = edges();
    // A boundary that does not move keeps its punctuation.
    draft.span = [first === a ? draft.span[0] : words[first][0], last === z ? draft.span[1] : words[last][1]];
    draw();
  }

  function clicked(at) {
    const [first, last] = edges();
    if (draft.cut != null) return cutAt(at);
    if (state().task.kind === "add" && !draft.touched) {
      draft.touched = true;
      const [start, end] = state().task.words[at];
      draft.span = [start, end];
      return draw();
    }
    if (at < first) mark(at, last);
    else if (at > last) mark(first, at);
    else if (at - first < last - at) mark(at, last);
    else mark(first, at);
  }

  function cutAt(at) {
    const [first, last] = edges();
    draft.cut = state().task.words[Math.min(last, Math.max(first + 1, at))][0];
    draw();
  }

  // --- a match, a choice between coders, the end -------------------------------------------

  const drawQuote = ([heading, before, quote, after, about]) =>
    h("div", { class: "quote" }, h("strong", {}, heading),
      h("p", { lang: "vi", class: "text" }, before, h("span", { class: "mark" }, quote), after), h("small", {}, about));

  function drawMatch() {
    const { task } = state();
    return [
      h("div", { class: "sides" }, task.quotes.map(drawQuote)), drawFacts(task), drawReason(),
      drawButtons([["a", "same"], ["r", "different"], ["o", "partner"], ["n", "next"], ["b", "back"], ["u", "undo"],
        ["l", "list"]]),
    ];
  }

  function drawChoice() {
    const { task } = state();
    return [
      h("div", { class: "sides" }, task.quotes.map(drawQuote)), drawReason(),
      drawButtons([["1", "take"], ["2", "take"], ["g", "agreed"], ["n", "next"], ["b", "back"], ["u", "undo"],
        ["l", "list"]]),
    ];
  }

  function drawDone() {
    const agreed = state().task.choices.agreed ? [["g", "agreed"]] : [];
    return [h("p", {}, say("done")), drawButtons([...agreed, ["b", "back"], ["u", "undo"], ["m", "mark"]])];
  }

  // --- lists to choose from ------------------------------------------------------------------

  function open(name) {
    const many = name === "themes";
    popup = { name, many, at: 0, query: "", options: state().task.choices[name] ?? [] };
    draw();
  }

  const fitting = () => popup.options.filter(([, text]) => plain(text).includes(plain(popup.query)));

  function drawPopup() {
    if (!popup) return null;
    const chosen = (id) => (popup.many ? draft.codes.themes.includes(id) : draft.codes?.[popup.name] === id);
    return h("div", { class: "popup" },
      h("input", { value: popup.query, placeholder: say("filter"), "aria-label": say(popup.name), oninput: (event) => {
        popup.query = event.target.value;
        popup.at = 0;
        drawOptions(chosen);
      } }),
      h("ul", { role: "listbox" }, options(chosen)));
  }

  const options = (chosen) => fitting().map(([id, text], at) =>
    h("li", { role: "option", "aria-selected": String(at === popup.at), onclick: () => { popup.at = at; pick(); } },
      chosen(id) ? `✓ ${text}` : text));

  function drawOptions(chosen) {
    root.querySelector(".popup ul").replaceChildren(...options(chosen));
  }

  function pick() {
    const found = fitting()[popup.at], { name } = popup;
    if (!found) return;
    const [id, , more] = found;
    if (popup.many) {
      const { themes } = draft.codes;
      popup.query = "";
      code({ themes: themes.includes(id) ? themes.filter((one) => one !== id) : [...themes, id] });
    } else if (["partner", "mark", "list"].includes(name)) {
      send(name, { span: id, reason: draft.reason });
    } else {
      popup = null;
      code(name === "speaker" ? { speaker: id, side: more || draft.codes.side } : { [name]: id });
    }
  }

  function pressedInPopup(event) {
    const steps = { ArrowDown: 1, ArrowUp: -1 };
    if (event.key in steps) {
      popup.at = Math.max(0, Math.min(fitting().length - 1, popup.at + steps[event.key]));
      draw();
    } else if (event.key === "Enter") pick();
    else if (event.key === "Escape") {
      popup = null;
      draw();
      root.focus();
    } else return;
    event.preventDefault();
  }

  // --- keys -------------------------------------------------------------------------------------

  const KEYS = { speaker: "v", side: "d", themes: "t" };

  function act(key) {
    const { task } = state(), { reason } = draft;
    const judging = { a: "same", r: "different" };
    const given = { span: draft.span, codes: draft.codes, reason };
    if (key === "n" || key === "b" || key === "u") send({ n: "next", b: "back", u: "undo" }[key]);
    else if (key === "m" && task.choices.mark) open("mark");
    else if (key === "l") open("list");
    else if (key === "g" && task.choices.agreed) send("agreed");
    else if (task.kind === "match") {
      if (key in judging) send(judging[key], { reason });
      else if (key === "o") open("partner");
    } else if (task.kind === "choice") {
      if (key === "1" || key === "2") send("take", { which: Number(key) - 1, reason });
    } else if (task.kind !== "done") actOnItem(key, task, given);
  }

  function actOnItem(key, task, given) {
    const [first, last] = edges(), moves = { "[": [-1, 0], "{": [1, 0], "]": [0, 1], "}": [0, -1] };
    if (key === "a") send(task.kind === "add" ? "add" : "accept", given);
    else if (key in moves) mark(first + moves[key][0], last + moves[key][1]);
    else if (ACTS[key - 1]) code({ act: ACTS[key - 1] });
    else if (Object.values(KEYS).includes(key)) open(Object.keys(KEYS).find((name) => KEYS[name] === key));
    else if (task.kind === "add") return;
    else if (key === "r") send("reject", given);
    else if (key === "j") send("join", given);
    else if (key === "s") cutAt(Math.ceil((first + last) / 2));
  }

  function pressed(event) {
    event.stopPropagation();
    if (popup) return pressedInPopup(event);
    if (event.target.tagName === "INPUT") {
      if (event.key === "Enter" || event.key === "Escape") root.focus();
      return;
    }
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (draft.cut != null && pressedInCut(event)) return event.preventDefault();
    if (event.key === "w" || event.key === "i") root.querySelector(event.key === "w" ? ".why" : ".by")?.focus();
    else if (event.key === "Escape") {
      shown = null;
      update();
    } else act(event.key);
    if (event.key.length === 1) event.preventDefault();
  }

  function pressedInCut(event) {
    const { words } = state().task, at = words.findIndex(([start]) => start === draft.cut);
    if (event.key === "ArrowLeft") cutAt(at - 1);
    else if (event.key === "ArrowRight") cutAt(at + 1);
    else if (event.key === "Enter") send("split", { starts: [draft.cut], reason: draft.reason });
    else return false;
    return true;
  }

  el.append(root);
  model.on("change:state", update);
  update();
  return () => model.off("change:state", update);
}

export default { render };
