// What a browser adds to pages that work without it: the summary of errors is read at once.
"use strict";

document.addEventListener("DOMContentLoaded", () => {
  const summary = document.querySelector(".summary");
  if (summary) summary.focus();
});
