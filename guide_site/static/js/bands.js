// What each source says of a row, opened under it; without this script the link leads to the page that says the same.
document.addEventListener("click", (event) => {
  const link = event.target.closest("a[data-bands]");
  if (!link || !window.htmx || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  const row = link.closest("tr");
  if (link.getAttribute("aria-expanded") === "true") {
    row.nextElementSibling.remove();
    link.setAttribute("aria-expanded", "false");
    return;
  }
  const opened = row.parentElement.insertRow(row.sectionRowIndex + 1);
  opened.className = "row-bands";
  const cell = opened.insertCell();
  cell.colSpan = row.cells.length;
  link.setAttribute("aria-expanded", "true");
  htmx.ajax("GET", link.getAttribute("href"), { target: cell, swap: "innerHTML" });
});
