/* The toolbar: buttons for what the keyboard and the menu can do as well. */
la.toolbar = (() => {
  const button = (name, icon, title, act, words = "") => {
    const made = la.el("button", { type: "button", class: "la-tool", title, "aria-label": title, "data-tool": name });
    made.append(la.icon(icon));
    if (words) made.append(la.el("span", { class: "la-tool-words" }, words));
    made.addEventListener("click", () => made.getAttribute("aria-disabled") !== "true" && act(made));
    return made;
  };

  const rule = () => la.el("span", { class: "la-tool-rule", role: "separator" });

  const chosenOr = (view, type) => () => la.act(view, type, la.choice.ids(view));

  /** Build the toolbar of a canvas. */
  const create = (view) => {
    const send = (type) => () => la.act(view, type);
    const select = la.el("select", { class: "la-layout", "aria-label": "Layout", title: "Layout" });
    select.addEventListener("change", () => la.act(view, "layout", [], { name: select.value }));
    const tools = {
      fit: button("fit", "fit", "Fit the drawing into the frame (F)", () => la.camera.fit(view, { glide: true })),
      closer: button("closer", "closer", "Zoom in (+)", () => la.camera.zoom(view, true)),
      further: button("further", "further", "Zoom out (−)", () => la.camera.zoom(view, false)),
      box: button("box", "box", "Select with a box (or Shift and drag)", () => la.gestures.box(view, !view.boxing)),
      undo: button("undo", "undo", "Undo (Ctrl+Z)", send("undo")),
      redo: button("redo", "redo", "Redo (Ctrl+Shift+Z)", send("redo")),
      expand: button("expand", "expand", "Expand: add what the selection is linked to (E)", (at) => la.menu.expansion(view, at), "Expand"),
      hide: button("hide", "hide", "Hide the selection (H)", chosenOr(view, "hide"), "Hide"),
      only: button("only", "only", "Only these: show just the selection (O)", chosenOr(view, "only"), "Only these"),
      reset: button("reset", "reset", "Back to the first screen", send("reset")),
    };
    const layout = la.el("label", { class: "la-layout-label" }, la.el("span", {}, "Layout"), select);
    const note = la.el("span", { class: "la-note" });
    const counts = la.el("span", { class: "la-count" });
    const bar = la.el(
      "div",
      { class: "la-bar", role: "toolbar", "aria-label": "Drawing" },
      tools.fit, tools.closer, tools.further, tools.box, rule(), tools.undo, tools.redo, rule(),
      tools.expand, tools.hide, tools.only, rule(), layout, tools.reset,
      la.el("span", { class: "la-gap" }), note, counts,
    );
    return { bar, counts, layout, note, select, tools };
  };

  const allow = (tool, can) => tool.setAttribute("aria-disabled", can ? "false" : "true");

  /** Buttons that need a selection follow it. */
  const enable = (view) => {
    const { tools } = view.toolbar;
    const some = view.choice.nodes.size > 0;
    for (const name of ["expand", "hide", "only"]) allow(tools[name], some);
    tools.box.setAttribute("aria-pressed", String(Boolean(view.boxing)));
  };

  /** Take over what Python says about the toolbar. */
  const update = (view, data) => {
    const { tools, select, layout, counts, note } = view.toolbar;
    allow(tools.undo, data.undo);
    allow(tools.redo, data.redo);
    layout.hidden = !data.layouts.length;
    const offered = JSON.stringify(data.layouts);
    if (select.dataset.offered !== offered) {
      select.dataset.offered = offered;
      select.replaceChildren(...data.layouts.map(([value, words]) => la.el("option", { value }, words)));
    }
    select.value = data.layout;
    counts.textContent = data.counts;
    note.textContent = data.note;
    note.title = data.note;
    enable(view);
  };

  return { create, enable, update };
})();
