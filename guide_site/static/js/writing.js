// Writing a guide: its preview, its problems one click from their lines, and text that leaving the page does not lose.
const section = document.getElementById("writing");
const text = document.getElementById("id_body");
const state = document.getElementById("writing-state");
const found = document.getElementById("writing-found");
const offer = document.getElementById("kept-draft");
const page = document.getElementById("writing-guide").attachShadow({ mode: "open" });
page.append(document.getElementById("writing-styles").content.cloneNode(true));
section.hidden = false;

// The preview. The guide stands in a tree of its own, so that neither its style nor the admin's spoils the other.
const isPreview = (request) => new URL(request.responseURL || location).pathname === new URL(found.dataset.hxPost, location).pathname;
document.body.addEventListener("htmx:beforeSwap", (event) => {
  if (event.detail.target !== found || (event.detail.xhr.status === 200 && isPreview(event.detail.xhr))) return;
  event.detail.shouldSwap = false;
  state.textContent = "No preview: you may have been signed out. Your text is kept in this browser; sign in again in another tab.";
});
document.body.addEventListener("htmx:sendError", () => { state.textContent = "No preview: the site cannot be reached. Your text is kept in this browser."; });
found.addEventListener("htmx:afterSwap", () => {
  page.querySelector(".prose").replaceChildren(found.querySelector("template").content);
  for (const link of page.querySelectorAll("a[href]:not([href^='#'])")) link.target = "_blank";
  const news = found.querySelector("[data-state]").dataset.state;
  if (state.textContent !== news) state.textContent = news;
});
page.addEventListener("click", (event) => {
  const anchor = event.target.closest("a[href^='#']");
  if (!anchor) return;
  event.preventDefault();
  page.getElementById(decodeURIComponent(anchor.getAttribute("href").slice(1)))?.scrollIntoView();
});

// A problem's button selects its line.
found.addEventListener("click", (event) => {
  const line = Number(event.target.closest("button[data-line]")?.dataset.line);
  if (!line) return;
  const lines = text.value.split("\n");
  const start = lines.slice(0, line - 1).join("\n").length + (line > 1 ? 1 : 0);
  text.setSelectionRange(start, start + (lines[line - 1] ?? "").length);
  text.focus();
  text.scrollTop = text.scrollHeight * (start / Math.max(text.value.length, 1)) - text.clientHeight / 3;
});

// Unsaved text is kept in this browser until the site says that it has it.
const place = `guide drafts ${location.pathname}`;
const fresh = () => `${Date.now().toString(36)}-${Math.random().toString(36).slice(2, 10)}`;
let mine = fresh();
let isUnsaved = "unsaved" in section.dataset;
let isLeaving = false;
let waiting;

function kept() {
  try { return JSON.parse(localStorage.getItem(place)) ?? []; } catch { return []; }
}

function store(drafts) {
  try {
    if (drafts.length) localStorage.setItem(place, JSON.stringify(drafts.slice(-5)));
    else localStorage.removeItem(place);
  } catch { /* A full or forbidden store: leaving the page still warns. */ }
}

function keep() {
  clearTimeout(waiting);
  if (text.value === text.defaultValue && !("unsaved" in section.dataset)) return;
  store([...kept().filter((one) => one.id !== mine), { id: mine, when: Date.now(), text: text.value }]);
}

function offered() {
  return kept().filter((one) => one.id !== mine).at(-1);
}

function showOffer() {
  const draft = offered();
  offer.hidden = !draft;
  if (draft) offer.querySelector("time").textContent = new Date(draft.when).toLocaleString("en-GB", { dateStyle: "long", timeStyle: "short" });
}

const saved = section.dataset.saved.split(" ");
store(kept().filter((one) => !saved.includes(one.id) && one.text !== text.value));
showOffer();
section.querySelector("input[name=draft]").value = mine;

offer.addEventListener("click", (event) => {
  const draft = offered();
  if (!draft || !event.target.value) return;
  store(kept().filter((one) => one.id !== draft.id));
  if (event.target.value === "use") {
    keep(); // what stands in the form now is offered next
    mine = fresh();
    section.querySelector("input[name=draft]").value = mine;
    text.value = draft.text;
    text.dispatchEvent(new Event("input", { bubbles: true }));
    text.focus();
  }
  showOffer();
});

text.form.addEventListener("input", (event) => {
  isUnsaved = true;
  if (event.target !== text) return;
  clearTimeout(waiting);
  waiting = setTimeout(keep, 400);
});
text.form.addEventListener("submit", (event) => {
  isLeaving = event.submitter?.formTarget !== "_blank";
  keep();
});
window.addEventListener("beforeunload", (event) => {
  keep();
  if (isUnsaved && !isLeaving) event.preventDefault();
});
