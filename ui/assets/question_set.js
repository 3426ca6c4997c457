/* A question in the table of a set opens its answers further down. */
if (!window.kamerbronSet) {
  window.kamerbronSet = true;
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-kb-open]");
    if (!button) return;
    const row = document.querySelector(`.st-key-${button.dataset.kbOpen}`);
    const summary = row?.querySelector("summary");
    if (!summary) return;
    if (!summary.closest("details").open) summary.click();
    summary.focus({ preventScroll: true });
    summary.scrollIntoView({ block: "start" });
  });
}
