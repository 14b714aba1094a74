// A figure's receipt, opened in place: closing it gives the focus back to the figure, and nothing on the page moves.
const receipt = document.getElementById("receipt");
let figure = null;
let byKeyboard = false;

function close() {
  receipt.replaceChildren();
  figure?.focus({ preventScroll: true });
  figure = null;
}

document.addEventListener("click", (event) => {
  const opened = event.target.closest("a[data-receipt]");
  if (opened) {
    figure = opened;
    byKeyboard = event.detail === 0;
  }
  if (receipt && event.target.closest(".receipt-close")) {
    event.preventDefault();
    close();
  }
});

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && receipt?.hasChildNodes()) close();
});

// The whole guide in another unit: a receipt in the old one is no longer about it.
document.addEventListener("htmx:afterSwap", (event) => {
  if (event.target.id !== "guide") return;
  receipt?.replaceChildren();
  figure = null;
});

receipt?.addEventListener("htmx:afterSwap", () => {
  receipt.scrollTop = 0;
  if (byKeyboard) receipt.focus({ preventScroll: true });
});
