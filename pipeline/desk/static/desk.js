// What a browser adds to pages that work without it: the summary of errors is read at once, a job's progress comes by
// itself.
"use strict";

document.addEventListener("DOMContentLoaded", () => {
  const summary = document.querySelector(".summary");
  if (summary) summary.focus();
  const panel = document.querySelector("[data-events]");
  if (panel) follow(panel);
});

// The server says that there is something new; what, the page's own address has. Asking every few seconds lies beneath:
// a proxy may hold back what is said. When all is over the whole page comes anew.
function follow(panel) {
  const events = new EventSource(panel.dataset.events);
  events.addEventListener("told", () => htmx.trigger(panel, "told"));
  events.addEventListener("over", () => { events.close(); location.reload(); });
  panel.addEventListener("htmx:afterSwap", () => {
    if (panel.querySelector("[data-over]")) { events.close(); location.reload(); }
  });
}
