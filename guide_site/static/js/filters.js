// Forms that send themselves: no empty fields in addresses, no button where it is not needed, a word for listeners.
document.addEventListener("formdata", (event) => {
  for (const [name, value] of [...event.formData]) {
    if (value === "") event.formData.delete(name);
  }
});

if (window.htmx) {
  for (const form of document.querySelectorAll("form.filters")) form.classList.add("is-automatic");
  document.body.addEventListener("htmx:afterSettle", () => {
    const status = document.getElementById("status");
    if (status) status.textContent = document.title;
  });
}
