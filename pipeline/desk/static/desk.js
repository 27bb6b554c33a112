// What a browser adds to pages that work without it: what is wrong, or was done, is read at once, a job's progress comes by
// itself, files are dropped, enclosures are dragged into their order.
"use strict";

document.addEventListener("DOMContentLoaded", () => {
  const summary = document.querySelector(":is(.summary, .problem[role=alert], .notice[role=alert]):not([hidden])")
    ?? document.querySelector(".done-box[role=status]:not(#found *)");
  if (summary) { summary.tabIndex = -1; summary.focus(); }
  const panel = document.querySelector("[data-events]");
  if (panel) follow(panel);
  document.querySelectorAll("[data-copy]").forEach(isCopied);
  document.querySelectorAll("[data-drop]").forEach((form) => takesFiles(form.closest("[data-drops]") ?? form, form));
  document.querySelectorAll("[data-order]").forEach(isOrdered);
  document.addEventListener("click", says);
  document.addEventListener("change", (event) => { event.target.form?.matches("[data-at-once]") && event.target.form.requestSubmit(); });
  window.addEventListener("hashchange", opens);
  isMissed();
  opens();
});

// A desk that does not answer is said to, until it does; what waits for it asks again. Where it says what is wrong
// instead of what a page waits for, that is shown.
function isMissed() {
  document.addEventListener("htmx:sendError", ({ detail: { elt } }) => {
    isAway(true);
    if (elt.matches(".waiting")) setTimeout(() => htmx.trigger(elt, "again"), 3000);
  });
  document.addEventListener("htmx:beforeOnLoad", () => isAway(false));
  document.addEventListener("htmx:responseError", ({ detail: { elt } }) => {
    if (elt.matches(".waiting")) location.assign(elt.getAttribute("hx-get").replace("part=found&", ""));
  });
}

function isAway(is) { document.querySelector("[data-away]").hidden = !is; }

// What an address points at may lie in a part that is closed.
function opens() {
  const found = location.hash.length > 1 ? document.getElementById(decodeURIComponent(location.hash.slice(1))) : null;
  found?.closest("details")?.setAttribute("open", "");
  if (found?.matches("input, textarea, select")) found.focus();
}

// A word on a page says where it is from: its row of the list of sources, beside the page, with the links that lead there.
function says(event) {
  const word = event.target.closest?.(".sheet a");
  if (!word) return;
  const row = document.getElementById(word.getAttribute("href").slice(1));
  if (!row) return;
  event.preventDefault();
  document.querySelectorAll(".said").forEach((each) => each.remove());
  document.querySelectorAll(".sheet a.of").forEach((each) => each.classList.remove("of"));
  document.querySelectorAll(`.sheet a[href="${word.getAttribute("href")}"]`).forEach((each) => each.classList.add("of"));
  const texts = document.querySelector("[data-said]").dataset;
  const said = document.createElement("div");
  said.className = "said";
  said.setAttribute("role", "dialog");
  said.setAttribute("aria-label", texts.said);
  const heading = document.createElement("h2");
  heading.textContent = texts.said;
  const words = document.createElement("p");
  words.className = "words";
  words.dir = "auto";
  words.textContent = row.cells[0].textContent;
  const close = document.createElement("button");
  close.className = "small";
  close.textContent = texts.close;
  const closes = () => { said.remove(); word.focus(); document.querySelectorAll(".sheet a.of").forEach((each) => each.classList.remove("of")); };
  close.addEventListener("click", closes);
  said.addEventListener("keydown", (key) => { if (key.key === "Escape") closes(); });
  said.append(heading, words, row.cells[1].firstElementChild.cloneNode(true), close);
  document.body.append(said);
  (said.querySelector("a") ?? close).focus();
}

// The server says that there is something new; what, the page's own address has. Asking every few seconds lies beneath:
// a proxy may hold back what is said. When all is over the whole page comes anew.
function follow(panel) {
  const events = new EventSource(panel.dataset.events);
  events.addEventListener("open", () => isAway(false));
  events.addEventListener("error", () => isAway(events.readyState !== EventSource.OPEN));
  events.addEventListener("told", () => htmx.trigger(panel, "told"));
  events.addEventListener("over", () => { events.close(); location.reload(); });
  panel.addEventListener("htmx:afterSwap", () => {
    if (panel.querySelector("[data-over]")) { events.close(); location.reload(); }
  });
}

// A word that templates use: a click puts it on the clipboard, or selects it where a browser allows no more.
function isCopied(button) {
  button.addEventListener("click", () => {
    const told = document.querySelector("[data-copied]");
    getSelection().selectAllChildren(button);
    if (navigator.clipboard) navigator.clipboard.writeText(button.dataset.copy).then(() => { told.textContent = told.dataset.copied; });
  });
}

// A form with a field for files: what is dropped on it, or on the entry that it is of, is sent at once.
function takesFiles(zone, form) {
  const field = form.querySelector("input[type=file]");
  const over = (event, is) => { event.preventDefault(); event.stopPropagation(); zone.classList.toggle("dropping", is); };
  zone.addEventListener("dragover", (event) => { if (event.dataTransfer.types.includes("Files")) over(event, true); });
  zone.addEventListener("dragleave", (event) => { if (event.dataTransfer.types.includes("Files")) over(event, false); });
  zone.addEventListener("drop", (event) => {
    if (!event.dataTransfer.types.includes("Files")) return;
    over(event, false);
    if (!event.dataTransfer.files.length) return;
    field.files = event.dataTransfer.files;
    form.requestSubmit();
  });
}

// The entries of a list: one that is dragged to another's place is moved there. Its buttons do the same by keys.
let dragged = null;
function isOrdered(list) {
  for (const entry of list.children) {
    entry.draggable = true;
    entry.addEventListener("dragstart", (event) => {
      dragged = entry;
      event.dataTransfer.effectAllowed = "move";
      event.dataTransfer.setData("text/plain", entry.dataset.at);
    });
    entry.addEventListener("dragover", (event) => {
      if (dragged && dragged !== entry) { event.preventDefault(); entry.classList.add("over"); }
    });
    entry.addEventListener("dragleave", () => entry.classList.remove("over"));
    entry.addEventListener("drop", (event) => {
      if (!dragged || dragged === entry) return;
      event.preventDefault();
      send(list.dataset.order, { at: dragged.dataset.at, to: entry.dataset.at, read: list.dataset.read });
    });
  }
}

function send(address, values) {
  const form = document.createElement("form");
  form.method = "post";
  form.action = address;
  for (const [name, value] of Object.entries(values)) {
    const field = document.createElement("input");
    field.type = "hidden";
    field.name = name;
    field.value = value;
    form.append(field);
  }
  document.body.append(form);
  form.submit();
}
