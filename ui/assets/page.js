if (!window.kamerbron) {
  window.kamerbron = true;
  /* What screen readers are told: a region that is there before it says anything. */
  const told = document.createElement("div");
  told.className = "kb-told";
  told.setAttribute("role", "status");
  document.body.append(told);

  async function toClipboard(text) {
    try {
      await navigator.clipboard.writeText(text);
    } catch {  // no permission: the old way
      const area = document.createElement("textarea");
      area.value = text;
      document.body.append(area);
      area.select();
      document.execCommand("copy");
      area.remove();
    }
  }

  document.addEventListener("click", async (event) => {
    for (const tip of document.querySelectorAll(".kb-tip[open]")) {
      if (!tip.contains(event.target)) tip.open = false;
    }
    const button = event.target.closest("[data-kb-copy], [data-kb-link]");
    if (!button) return;
    const { kbCopy, kbLink, kbCopied } = button.dataset;
    await toClipboard(kbCopy ?? `${location.origin}${location.pathname}?${kbLink}`);
    button.dataset.kbLabel ??= button.textContent;
    button.textContent = told.textContent = kbCopied;
    clearTimeout(button.kbTimer);
    button.kbTimer = setTimeout(() => {
      button.textContent = button.dataset.kbLabel;
      told.textContent = "";
    }, 2500);
  });
  document.addEventListener("keydown", (event) => {
    const tip = event.key === "Escape" && document.querySelector(".kb-tip[open]");
    if (!tip) return;
    tip.open = false;
    tip.querySelector("summary").focus();
  });
  /* What Streamlit says in English, of files most, is said in the page's language, text by text.
     Each text keeps its English: the language may be switched, and Streamlit may write anew. */
  const kept = new WeakMap();
  function inWords(text, pairs) {
    for (const [english, said] of pairs) {
      const [before, after = ""] = english.split("{}");
      if (text === english) return said;
      if (!english.includes("{}") || !text.startsWith(before) || !text.endsWith(after)) continue;
      const within = text.slice(before.length, text.length - after.length);
      return said.replace("{}", () => within);
    }
    return text;
  }
  function say(thing, text, pairs, write) {
    const before = kept.get(thing);
    const english = before?.said === text ? before.english : text;
    const said = inWords(english, pairs);
    kept.set(thing, { english, said });
    if (said !== text) write(said);
  }
  function sayAll(pairs) {
    const places = '[data-testid="stFileUploader"], [data-testid="stTooltipErrorContent"]';
    for (const place of document.querySelectorAll(places)) {
      const texts = document.createTreeWalker(place, NodeFilter.SHOW_TEXT);
      while (texts.nextNode()) {
        const text = texts.currentNode;
        say(text, text.data, pairs, (said) => { text.data = said; });
      }
    }
    for (const named of document.querySelectorAll(":is(button, input)[aria-label]")) {
      say(named, named.ariaLabel, pairs, (said) => { named.ariaLabel = said; });
    }
  }
  new MutationObserver(() => {
    const { kbLang, kbWords } = document.querySelector(".kb-head")?.dataset ?? {};
    if (!kbLang) return;
    document.documentElement.lang = kbLang;
    sayAll(JSON.parse(kbWords));
  }).observe(document.body, { childList: true, subtree: true });
  /* An answer that a link points to is brought into view when its card appears, and kept there
     while the page is still being put together, until the reader does something. */
  let acted = false;
  for (const act of ["wheel", "pointerdown", "keydown"]) {
    document.addEventListener(act, () => { acted = true; }, { once: true, passive: true });
  }
  function show(tries) {
    if (acted || tries === 0) return;
    document.querySelector(".kb-pointed")?.scrollIntoView({ block: "start" });
    setTimeout(() => show(tries - 1), 150);
  }
  new MutationObserver((_, observer) => {
    if (!document.querySelector(".kb-pointed")) return;
    observer.disconnect();
    show(10);
  }).observe(document.body, { childList: true, subtree: true });
}
/* The question box has the focus from the start; on a phone it would call up the keyboard over the
   answers. The page is still being put together, so it is tried until it holds. */
(function focus(tries) {
  const box = document.querySelector('[data-testid="stForm"] input[type="text"]');
  if (innerWidth < 640 || document.activeElement === box || tries === 0) return;
  if (document.activeElement === document.body) box?.focus({ preventScroll: true });
  setTimeout(() => focus(tries - 1), 100);
})(20);
