/* A note that is still being typed is taken over before a file is made: leaving the note sends it,
   and the download waits until the app has it and shows it. A file asked for while the page was
   being redrawn is none; it is then asked for again. */
if (!window.kamerbronBriefing) {
  window.kamerbronBriefing = true;
  const files = '[class*="st-key-briefing-"] [data-testid="stDownloadButton"]';
  const settled = () =>
    document.querySelector('[data-testid="stApp"]')?.dataset.testScriptState === "notRunning";
  let ours = false;
  const press = (button) => {
    ours = true;
    button.click();
    ours = false;
  };
  const when = (ready, then, tries, still = 0) => {
    if (still >= 4) return then();
    if (tries) setTimeout(() => when(ready, then, tries - 1, ready() ? still + 1 : 0), 75);
  };
  document.addEventListener("click", (event) => {
    const box = event.target.closest(files);
    if (!box || ours) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    const failed = () => box.querySelector('[data-testid="stDownloadButtonError"]');
    const ask = (times) => {
      const button = box.querySelector("button");
      press(button);
      if (times) when(() => failed() && !button.disabled && settled(), () => ask(times - 1), 60);
    };
    when(settled, () => ask(3), 400);
  }, true);
}
