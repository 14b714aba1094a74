// Forms that send themselves: no empty fields in addresses, no button where it is not needed, a word for listeners.
document.addEventListener("formdata", (event) => {
  for (const [name, value] of [...event.formData]) {
    if (value === "") event.formData.delete(name);
  }
});

// One list of choices at a time; a click elsewhere or Escape closes it.
const facets = () => document.querySelectorAll("details.facet[open]");
document.addEventListener("toggle", (event) => {
  if (!event.target.matches?.("details.facet[open]")) return;
  for (const other of facets()) if (other !== event.target) other.open = false;
}, true);
document.addEventListener("click", (event) => {
  for (const facet of facets()) if (!facet.contains(event.target)) facet.open = false;
});
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const facet of facets()) {
    facet.open = false;
    facet.querySelector("summary").focus();
  }
});

if (window.htmx) {
  for (const form of document.querySelectorAll("form.filters")) form.classList.add("is-automatic");
  // Lists of choices are replaced with each choice: whoever is in one stays where they were.
  let place = "";
  document.body.addEventListener("htmx:beforeSwap", () => {
    const { id, name, value } = document.activeElement;
    place = name && !id ? `form.filters input[name="${CSS.escape(name)}"][value="${CSS.escape(value)}"]` : "";
  });
  document.body.addEventListener("htmx:afterSwap", () => {
    const box = place && document.querySelector(place);
    if (box && document.activeElement !== box) box.focus({ preventScroll: true });
  });
  document.body.addEventListener("htmx:afterSettle", () => {
    const status = document.getElementById("status");
    if (status) status.textContent = document.title;
  });
}
