if (!window.kamerbronPaper) {
  window.kamerbronPaper = true;
  let shown = "";
  const isHere = () => document.querySelector("[data-kb-go]");
  /* The page above it still grows for a moment; who scrolls or types by then is left alone. */
  const bringIntoView = (id) => {
    const until = Date.now() + 2000;
    let left = false;
    for (const act of ["wheel", "touchstart", "pointerdown", "keydown"])
      addEventListener(act, () => { left = true; }, { once: true });
    (function again() {
      document.getElementById(id)?.scrollIntoView({ block: "start" });
      if (!left && Date.now() < until) setTimeout(() => left || again(), 100);
    })();
  };
  /* The chosen answer is brought into view once, when it and its paper are there. */
  new MutationObserver(() => {
    const go = isHere();
    const wanted = go ? `${go.dataset.kbPaper}#${go.dataset.kbGo}` : "";
    if (wanted === shown) return;
    const answer = document.getElementById(go?.dataset.kbGo);
    if (go && !answer) return;
    shown = wanted;
    if (answer) bringIntoView(answer.id);
  }).observe(document.body, { childList: true, subtree: true, attributes: true });
  /* The button of an answer writes its key where the reader could have typed it. */
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-kb-choose]");
    const box = document.querySelector(".st-key-kb-paper-chosen input");
    if (!button || !box) return;
    const { kbPaper, kbChoose } = button.dataset;
    shown = `${kbPaper}#${button.closest("section").id}`;
    box.focus({ preventScroll: true });
    Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, "value").set.call(box, kbChoose);
    box.dispatchEvent(new Event("input", { bubbles: true }));
    box.blur();
    button.focus({ preventScroll: true });
  });
}
