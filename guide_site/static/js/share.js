// Buttons that copy a link, a citation or code. Without this script, or where copying is refused, the text can be marked.
for (const button of document.querySelectorAll("[data-copy]")) button.hidden = false;

document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-copy]");
  if (!button) return;
  const shown = document.getElementById(button.dataset.copy);
  const status = button.closest(".share").querySelector("[data-copied]");
  status.textContent = "";
  try {
    await navigator.clipboard.writeText(shown.value ?? shown.textContent);
    status.textContent = "Copied.";
    button.dataset.done = "";
    setTimeout(() => delete button.dataset.done, 2000);
  } catch {
    if (shown.select) shown.select();
    else getSelection().selectAllChildren(shown);
    status.textContent = "Your browser did not let us copy. The text is marked: copy it by keyboard.";
  }
});
