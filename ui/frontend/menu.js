/* Menus over the drawing: what can be done with a node, a link or the drawing itself. */
la.menu = (() => {
  const item = (words, act, detail = "") => ({ words, act, detail });
  const rule = { rule: true };
  const said = (words) => ({ said: words });

  const close = (view, refocus = true) => {
    if (view.dom.menu.hidden) return;
    view.dom.menu.hidden = true;
    view.menu = null;
    if (refocus) view.dom.drawing.focus({ preventScroll: true });
  };

  const rowFor = (view, one) => {
    if (one.rule) return la.el("div", { class: "la-menu-rule", role: "separator" });
    if (one.said !== undefined) return la.el("div", { class: "la-menu-said" }, one.said);
    const row = la.el("button", { type: "button", class: "la-menu-item", role: "menuitem", tabindex: "-1" });
    row.append(la.el("span", {}, one.words));
    if (one.detail) row.append(la.el("span", { class: "la-menu-detail" }, one.detail));
    row.addEventListener("click", () => {
      close(view);
      one.act();
    });
    return row;
  };

  const place = (view, x, y) => {
    const { menu, root } = view.dom;
    menu.style.left = `${Math.max(4, Math.min(x, root.clientWidth - menu.offsetWidth - 4))}px`;
    menu.style.top = `${Math.max(4, Math.min(y, root.clientHeight - menu.offsetHeight - 4))}px`;
  };

  const show = (view, menu, items) => {
    const focused = [...view.dom.menu.querySelectorAll("button")].indexOf(document.activeElement);
    view.menu = menu;
    view.dom.menu.hidden = false;
    view.dom.menu.setAttribute("aria-label", menu.title);
    view.dom.menu.replaceChildren(...items.map((one) => rowFor(view, one)));
    place(view, menu.x, menu.y);
    const buttons = view.dom.menu.querySelectorAll("button");
    (buttons[Math.max(0, focused)] ?? view.dom.menu).focus({ preventScroll: true });
  };

  const copy = (view, text) => {
    navigator.clipboard?.writeText(text).then(
      () => la.say(view, "Copied"),
      () => la.say(view, "The browser did not allow copying"),
    );
  };

  /** What expanding would bring, as far as Python has answered. */
  const expansionRows = (view, id) => {
    const answer = view.data.menu?.id === id ? view.data.menu : null;
    if (!answer) return [said("Counting links…")];
    const rows = answer.rows.map((row) => {
      const count = `+${row.count}`;
      return row.value
        ? item(row.words, () => la.act(view, "expand", [id], { value: row.value }), count)
        : said(`${row.words} ${count}`);
    });
    return answer.note ? [...rows, said(answer.note)] : rows;
  };

  const nodeItems = (view, key) => {
    const node = view.model.nodes.get(key);
    const chosen = view.choice.nodes.has(key) ? la.choice.ids(view) : [node.id];
    const send = (type, ids = [node.id]) => () => la.act(view, type, ids);
    const folding = node.closed
      ? [item("Open group", send("open"))]
      : node.fill === "group"
        ? [item("Close group", send("collapse"))]
        : [];
    return [
      said(node.label),
      item("Select", () => la.choice.pick(view, key, false)),
      item("Add to selection", () => la.choice.pick(view, key, true), "Ctrl+click"),
      rule,
      item("Expand", send("expand"), "E"),
      ...expansionRows(view, node.id),
      rule,
      item("Hide", send("hide", chosen), "H"),
      item("Only these", send("only", chosen), "O"),
      item("Focus on this", send("focus")),
      ...folding,
      ...(node.pinned ? [item("Unpin", send("unpin"))] : []),
      rule,
      item("Copy name", () => copy(view, node.label)),
    ];
  };

  const expansionItems = (view, key) => {
    const node = view.model.nodes.get(key);
    const ids = la.choice.ids(view);
    const title = ids.length > 1 ? `Expand ${ids.length} entities` : `Expand ${node.label}`;
    return [item(title, () => la.act(view, "expand", ids), "E"), ...expansionRows(view, node.id)];
  };

  const fill = (view, menu) => {
    if (!view.model.nodes.has(menu.key)) close(view);
    else show(view, menu, menu.items(view, menu.key));
  };

  const ask = (view, menu) => {
    fill(view, menu);
    la.queue.send(view.queue, "menu", [view.model.nodes.get(menu.key).id]);
  };

  /** The menu of a node, at a place in the canvas. */
  const forNode = (view, key, x, y) =>
    ask(view, { key, x, y, items: nodeItems, title: view.model.nodes.get(key).label });

  /** What the Expand button would do, under the button. */
  const expansion = (view, button) => {
    const key = [...view.choice.nodes].at(-1);
    if (!view.model.nodes.has(key)) return;
    const [at, frame] = [button.getBoundingClientRect(), view.dom.root.getBoundingClientRect()];
    ask(view, { key, x: at.left - frame.left, y: at.bottom - frame.top + 4, items: expansionItems, title: "Expand" });
  };

  const forLink = (view, key, x, y) => {
    const link = view.model.linkByKey.get(key);
    show(view, { x, y, title: "Link" }, [
      ...(link.tip ? [said(link.tip)] : []),
      item("Select link", () => la.choice.pickLink(view, key)),
      item("Select both ends", () => la.choice.set(view, [link.source, link.target])),
      ...(link.tip ? [item("Copy sentence", () => copy(view, link.tip))] : []),
    ]);
  };

  const forGround = (view, x, y) =>
    show(view, { x, y, title: "Drawing" }, [
      item("Fit", () => la.camera.fit(view, { glide: true }), "F"),
      item("Select all", () => la.choice.set(view, [...view.model.nodes.keys()])),
      item("Clear selection", () => la.choice.clear(view), "Esc"),
      item("Back to the first screen", () => la.act(view, "reset")),
    ]);

  /** Python may have answered: the open menu is filled in. */
  const update = (view) => {
    if (view.menu?.items) fill(view, view.menu);
  };

  /** Keys inside an open menu. */
  const key = (view, event) => {
    const rows = [...view.dom.menu.querySelectorAll("button")];
    const at = rows.indexOf(document.activeElement);
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: rows.length - 1 }[event.key];
    if (to !== undefined) rows[(to + rows.length) % rows.length]?.focus();
    else if (event.key === "Escape" || event.key === "Tab") close(view);
    else return;
    event.preventDefault();
  };

  return { close, expansion, forGround, forLink, forNode, key, update };
})();
