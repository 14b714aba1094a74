// Suggestions are links under the field. The arrow keys lead through them, Escape closes them, so does leaving them.
const field = document.getElementById("q");
const slot = document.getElementById("suggestions");
const form = field.form;
const close = () => { slot.replaceChildren(); document.getElementById("suggestions-status").textContent = ""; };

form.addEventListener("keydown", (event) => {
  const stops = [field, ...slot.querySelectorAll("a")];
  const at = stops.indexOf(document.activeElement);
  if (event.key === "Escape" && stops.length > 1) {
    event.preventDefault();
    field.focus();
    close();
  } else if ((event.key === "ArrowDown" || event.key === "ArrowUp") && at >= 0 && stops.length > 1) {
    event.preventDefault();
    stops[(at + (event.key === "ArrowDown" ? 1 : stops.length - 1)) % stops.length].focus();
  }
});
form.addEventListener("focusout", (event) => { if (event.relatedTarget && !form.contains(event.relatedTarget)) close(); });
document.addEventListener("click", (event) => { if (!form.contains(event.target)) close(); });
// An answer that comes when the reader has gone on is not wanted any more.
document.body.addEventListener("htmx:beforeSwap", (event) => {
  if (event.detail.target === slot && !form.contains(document.activeElement)) event.detail.shouldSwap = false;
});
