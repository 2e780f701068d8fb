/* The search fields: Enter chooses the first hit; Ctrl+K leads to the search from anywhere on the page. */
la.search = (() => {
  const PATIENCE = 3000;
  const EVERY = 50;
  // Field, and where its hits stand together with the text they answer.
  const FIELDS = [
    [".st-key-search input", ".st-key-search_results"],
    [".st-key-path_search input", ".st-key-path_hits"],
    [".st-key-sanctions_search input", ".st-key-sanctions_hits"],
  ];

  const focus = () => {
    const field = document.querySelector(FIELDS[0][0]);
    field?.focus();
    field?.select();
  };

  const folded = (text) => text.trim().replace(/\s+/g, " ");

  /** The first hit for what the field says now; hits for an earlier text are waited out. */
  const choose = (field, hits, until) => {
    const place = document.querySelector(hits);
    const asked = place?.querySelector("[data-asked]")?.dataset.asked;
    const first = place?.querySelector("button");
    if (first && asked !== undefined && folded(asked) === folded(field.value)) first.click();
    else if (Date.now() < until && folded(field.value)) setTimeout(() => choose(field, hits, until), EVERY);
  };

  const key = (event) => {
    if ((event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey && event.key.toLowerCase() === "k") {
      event.preventDefault();
      focus();
      return;
    }
    if (event.key !== "Enter" || event.isComposing) return;
    const [, hits] = FIELDS.find(([field]) => event.target.matches?.(field)) ?? [];
    if (hits) choose(event.target, hits, Date.now() + PATIENCE);
  };

  if (!la.searchHeard) {
    la.searchHeard = true;
    document.addEventListener("keydown", key, true);
  }
  return { focus };
})();
