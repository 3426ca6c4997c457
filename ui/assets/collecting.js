/* A window with a briefing that no file holds is not closed or reloaded before the browser asks. */
if (!window.kamerbronCollecting) {
  window.kamerbronCollecting = true;
  const states = () =>
    [...document.querySelectorAll("[data-kb-unsaved]")].map((mark) => mark.dataset.kbUnsaved);
  let saved = "";
  document.addEventListener("click", (event) => {
    if (event.target.closest(".st-key-briefing-save button")) saved = states()[0];
  });
  addEventListener("beforeunload", (event) => {
    if (states().some((state) => state !== saved)) event.preventDefault();
  });
}
