/* The keyboard, while the drawing or the list has the focus; no key goes on to the page's own shortcuts. */
la.keys = (() => {
  const TURNS = { ArrowRight: [1, 0], ArrowLeft: [-1, 0], ArrowDown: [0, 1], ArrowUp: [0, -1] };
  const ROWS = { ArrowDown: 1, ArrowUp: -1, PageDown: 10, PageUp: -10, Home: -Infinity, End: Infinity };

  /** The nearest node in a direction, those linked to the present one before all others. */
  const toward = (view, [ux, uy]) => {
    const { model } = view;
    const from = model.nodes.get(view.focusKey);
    if (!from) return [...view.choice.nodes].at(-1) ?? model.nodes.keys().next().value;
    const start = la.model.at(model, from);
    const linked = la.model.around(model, from.key);
    let best = null;
    let least = Infinity;
    for (const node of model.nodes.values()) {
      if (node === from) continue;
      const place = la.model.at(model, node);
      const [dx, dy] = [place.x - start.x, place.y - start.y];
      const ahead = dx * ux + dy * uy;
      const aside = Math.abs(dx * uy - dy * ux);
      if (ahead <= 0 || aside > ahead * 1.8) continue;
      const cost = (ahead + 2 * aside) * (linked.has(node.key) ? 1 : 4);
      if (cost < least) [best, least] = [node.key, cost];
    }
    return best;
  };

  const walk = (view, turn) => {
    const key = toward(view, turn);
    if (!key) return;
    la.list.focus(view, key);
    la.camera.reveal(view, key);
    la.say(view, view.model.nodes.get(key).label);
  };

  const onChosen = (view, type) => {
    const ids = la.choice.ids(view);
    const focused = view.model.nodes.get(view.focusKey);
    const about = ids.length || !focused ? ids : [focused.id];
    if (about.length) la.act(view, type, about);
  };

  const withControl = (view, event) => {
    const name = event.key.toLowerCase();
    const { tools } = view.toolbar;
    if (name === "z") tools[event.shiftKey ? "redo" : "undo"].click();
    else if (name === "y") tools.redo.click();
    else if (name === "a") la.choice.set(view, [...view.model.nodes.keys()]);
    else return false;
    return true;
  };

  const escape = (view) => {
    if (view.boxing) la.gestures.box(view, false);
    else la.choice.clear(view);
  };

  const single = (view, event) => {
    const acts = {
      Enter: () => view.focusKey && la.choice.pick(view, view.focusKey, event.shiftKey),
      Escape: () => escape(view),
      e: () => onChosen(view, "expand"),
      h: () => onChosen(view, "hide"),
      o: () => onChosen(view, "only"),
      f: () => la.camera.fit(view, { glide: true }),
      "+": () => la.camera.zoom(view, true),
      "=": () => la.camera.zoom(view, true),
      "-": () => la.camera.zoom(view, false),
      "/": la.search.focus,
      ContextMenu: () => menu(view),
    };
    const act = acts[event.key.length === 1 ? event.key.toLowerCase() : event.key];
    act?.();
    return Boolean(act);
  };

  const menu = (view) => {
    const node = view.model.nodes.get(view.focusKey);
    if (!node) return;
    const at = view.network.canvasToDOM(la.model.at(view.model, node));
    la.menu.forNode(view, node.key, at.x + view.dom.drawing.offsetLeft, at.y + view.dom.stage.offsetTop);
  };

  const arrows = (view, event, inList) => {
    if (inList && event.key in ROWS) la.list.step(view, ROWS[event.key]);
    else if (event.key in TURNS) walk(view, TURNS[event.key]);
    else return false;
    return true;
  };

  const handle = (view, event, inList) => {
    if (event.altKey) return false;
    if (event.ctrlKey || event.metaKey) return withControl(view, event);
    if (event.key === " ") {
      if (inList) la.choice.pick(view, view.focusKey, true);
      else view.space = true;
      return true;
    }
    return arrows(view, event, inList) || single(view, event);
  };

  /** Listen to the keyboard. */
  const listen = (view) => {
    const { root, drawing, menu: open } = view.dom;
    const released = () => {
      view.space = false;
    };
    root.addEventListener("keydown", (event) => {
      event.stopPropagation();
      if (open.contains(event.target)) {
        la.menu.key(view, event);
        return;
      }
      const inList = view.list.box.contains(event.target);
      if (!inList && !drawing.contains(event.target)) return;
      if (event.target.closest("button")) return;
      view.focusShown = true;
      if (handle(view, event, inList)) event.preventDefault();
      view.request();
    });
    root.addEventListener("keyup", (event) => {
      event.stopPropagation();
      if (event.key === " ") released();
    });
    root.addEventListener("focusout", () => {
      released();
      view.focusShown = false;
      view.request();
    });
    root.addEventListener("focusin", (event) => {
      view.focusShown = (event.target === drawing || view.list.box.contains(event.target)) && event.target.matches(":focus-visible");
      view.request();
    });
  };

  return { listen };
})();
