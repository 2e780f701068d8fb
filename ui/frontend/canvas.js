/* One canvas on the page: put together once, then brought up to date with each message. */
la.canvas = (() => {
  const HEAVY = { nodes: 150, links: 240 };
  const BUSY_MS = 500;
  const views = new WeakMap();

  /** Send an event to Python; gives its number. */
  la.act = (view, type, ids = [], payload = {}) => {
    const sent = la.queue.send(view.queue, type, ids, payload);
    clearTimeout(view.busy);
    view.busy = setTimeout(() => busy(view), BUSY_MS);
    return sent;
  };

  /** Tell a screen reader. */
  la.say = (view, words) => {
    view.dom.live.textContent = words;
  };

  /** What a double click does: open a closed group, else expand. */
  la.open = (view, key) => {
    const node = view.model.nodes.get(key);
    la.act(view, node.closed ? "open" : "expand", [node.id]);
  };

  const busy = (view) => {
    view.dom.root.classList.toggle("la-busy", view.queue.events.length > 0);
  };

  const build = (view) => {
    const hidden = (name, attributes = {}) => la.el("div", { class: name, hidden: true, ...attributes });
    view.toolbar = la.toolbar.create(view);
    view.list = la.list.create(view);
    const dom = {
      vis: la.el("div", { class: "la-vis" }),
      box: hidden("la-box"),
      tip: hidden("la-tip", { role: "tooltip" }),
      empty: hidden("la-empty"),
      menu: hidden("la-menu", { role: "menu", tabindex: "-1" }),
      live: la.el("div", { class: "la-live", "aria-live": "polite" }),
    };
    dom.drawing = la.el(
      "div",
      { class: "la-drawing", tabindex: "0", role: "application", "aria-roledescription": "network drawing" },
      dom.vis, dom.box, dom.empty, dom.tip,
    );
    dom.stage = la.el("div", { class: "la-stage" }, view.list.side, dom.drawing);
    dom.root = la.el(
      "div",
      { class: "la-canvas", "data-testid": "canvas", "data-ready": "false" },
      view.toolbar.bar, dom.stage, dom.menu, dom.live, la.el("div", { class: "la-progress" }),
    );
    view.dom = dom;
  };

  const OPTIONS = {
    autoResize: false,
    physics: { enabled: false },
    layout: { improvedLayout: false, randomSeed: 1 },
    interaction: { hover: false, selectable: false, zoomView: true, dragView: true, keyboard: false, tooltipDelay: 1e9 },
    nodes: { shape: "custom", chosen: false },
  };

  /** For vis-network a node is a place and a size: we draw it. */
  const point = (node) => ({
    id: node.key,
    x: node.x,
    y: node.y,
    ctxRenderer: () => ({ drawNode: () => undefined, nodeDimensions: { width: 2 * node.r, height: 2 * node.r } }),
  });

  const connect = (view) => {
    view.points = new vis.DataSet([]);
    view.network = new vis.Network(view.dom.vis, { nodes: view.points, edges: new vis.DataSet([]) }, OPTIONS);
    view.dom.vis.firstElementChild?.removeAttribute("tabindex");
    // vis-network asks this for presses and drags: labels count as part of a node, and Space pans.
    view.network.selectionHandler.getNodeAt = (pointer) => {
      if (view.space) return undefined;
      const { node } = la.gestures.under(view, pointer);
      return node ? view.network.body.nodes[node.key] : undefined;
    };
    view.network.on("beforeDrawing", (ctx) => draw(view, ctx));
  };

  const draw = (view, ctx) => {
    if (!view.theme || !view.model.stamp) return;
    la.gestures.follow(view);
    la.layers.frame(ctx, view);
    if (!view.drawn && view.placed) {
      view.drawn = true;
      view.dom.root.dataset.ready = "true";
    }
  };

  const observe = (view) => {
    let known = "";
    view.observer = new ResizeObserver(() => {
      const { clientWidth, clientHeight } = view.dom.vis;
      const size = `${clientWidth} ${clientHeight} ${devicePixelRatio}`;
      if (!clientWidth || !clientHeight || size === known) return;
      known = size;
      if (view.placed) la.camera.resized(view);
      else place(view);
    });
    view.observer.observe(view.dom.vis);
    view.scheme = matchMedia("(prefers-color-scheme: dark)");
    view.onScheme = () => setTimeout(() => dress(view), 50);
    view.scheme.addEventListener("change", view.onScheme);
    view.attributes = new MutationObserver(() => dress(view));
    for (const watched of [document.documentElement, document.body]) {
      view.attributes.observe(watched, { attributes: true, attributeFilter: ["class", "style", "data-theme"] });
    }
    document.fonts?.addEventListener("loadingdone", () => {
      view.layers.fonts += 1;
      view.request();
    });
  };

  /** First look, as soon as there are both a scene and room for it. */
  const place = (view) => {
    if (view.placed || !view.model.stamp || !view.dom.vis.clientWidth || !view.dom.vis.clientHeight) return;
    view.network.setSize("100%", "100%");
    view.placed = true;
    la.camera.restore(view);
    view.request();
  };

  const dress = (view) => {
    const name = la.theme.nameFor(view.parent);
    if (view.theme?.name === name) return;
    view.theme = la.theme.create(view.table.themes[name]);
    la.theme.lend(view.dom.root, view.theme);
    view.request();
  };

  const create = (parent, key) => {
    const memory = la.memory.get(key) ?? { bases: new Map(), camera: null };
    la.memory.set(key, memory);
    const view = {
      parent,
      memory,
      table: la.table,
      model: la.model.create(memory.bases),
      queue: la.queue.create(),
      choice: la.choice.create(),
      layers: la.layers.create(),
      hover: { node: null, link: null, dim: null, timer: 0 },
      data: {},
      fitted: true,
      placed: false,
      drawn: false,
    };
    view.request = () => view.network?.body.emitter.emit("_requestRedraw");
    view.ratio = () => view.network.canvas.pixelRatio ?? devicePixelRatio;
    view.keepSelection = () => {
      const there = [...view.choice.nodes].filter((one) => view.model.nodes.has(one));
      view.network.setSelection({ nodes: there, edges: [] }, { highlightEdges: false });
    };
    build(view);
    parent.append(view.dom.root);
    connect(view);
    la.gestures.listen(view);
    la.keys.listen(view);
    observe(view);
    view.dom.root.longarm = hooks(view);
    return view;
  };

  /** For browser tests: where a node stands in the window. */
  const hooks = (view) => ({
    pointOf: (id) => {
      const node = view.model.byId.get(id);
      if (!node) return null;
      const frame = view.dom.vis.getBoundingClientRect();
      const { x, y } = view.network.canvasToDOM(la.model.at(view.model, node));
      return { x: frame.left + x, y: frame.top + y };
    },
    camera: () => ({ ...view.network.getViewPosition(), scale: view.network.getScale() }),
  });

  const settleMoves = (view) => {
    for (const [key, spot] of view.model.moved) {
      if (view.dragged?.includes(key)) continue;
      if (spot.sent <= view.queue.acked || !view.model.nodes.has(key)) view.model.moved.delete(key);
    }
  };

  const syncPoints = (view) => {
    const { nodes, moved } = view.model;
    const gone = view.points.getIds().filter((key) => !nodes.has(key));
    const fresh = [...nodes.values()].filter((node) => {
      const known = view.points.get(node.key);
      return !known || known.made !== node;
    });
    if (gone.length) view.points.remove(gone);
    if (fresh.length) view.points.update(fresh.map((node) => ({ ...point(node), made: node })));
    // vis-network cuts places to whole numbers, and `moveNode` would draw a frame for each node.
    for (const [key, { x, y }] of nodes) {
      const body = view.network.body.nodes[key];
      if (body && !moved.has(key)) Object.assign(body, { x, y });
    }
  };

  const showEmpty = (view, empty) => {
    const { dom, model } = view;
    dom.empty.hidden = model.nodes.size > 0;
    if (dom.empty.hidden) return;
    const button = la.el("button", { type: "button", class: "la-empty-button" }, empty.button);
    button.addEventListener("click", () => la.act(view, "show_all"));
    dom.empty.replaceChildren(la.el("p", {}, empty.text), ...(empty.button ? [button] : []));
  };

  const sayCounts = (view, counts) => {
    const { dom, model } = view;
    const before = [dom.root.dataset.nodeCount, dom.root.dataset.edgeCount];
    // What was left out is drawn as a ghost and does not count.
    const standing = (items) => [...items].filter((one) => !one.ghost).length;
    dom.root.dataset.nodeCount = String(standing(model.nodes.values()));
    dom.root.dataset.edgeCount = String(standing(model.links));
    const title = model.title || "Network";
    dom.drawing.setAttribute("aria-label", `${title}. ${counts} Arrow keys walk, Enter selects.`);
    if (before[0] !== undefined && (before[0] !== dom.root.dataset.nodeCount || before[1] !== dom.root.dataset.edgeCount)) {
      la.say(view, counts || `${dom.root.dataset.nodeCount} entities, ${dom.root.dataset.edgeCount} links`);
    }
  };

  const showScene = (view, data) => {
    const { model } = view;
    const layoutBefore = model.layout;
    const found = la.model.take(model, data.scene);
    if (found === "lost") {
      if (view.askedFor !== data.scene.base) la.act(view, "need_base");
      view.askedFor = data.scene.base;
      return false;
    }
    view.queue.base = data.scene.base;
    view.heavy = model.nodes.size > HEAVY.nodes || model.links.length > HEAVY.links;
    settleMoves(view);
    if (found === "changed") {
      clearTimeout(view.hover.timer);
      view.hover = { node: null, link: null, dim: null, timer: 0 };
      la.tip.hide(view);
      la.list.update(view);
    }
    syncPoints(view);
    if (view.placed && ((layoutBefore && layoutBefore !== model.layout) || view.fit !== data.fit)) la.camera.fit(view);
    view.fit = data.fit;
    return true;
  };

  /** Bring a canvas up to date; a message may come more than once. */
  const update = (view, component) => {
    const { data } = component;
    view.queue.set = component.setStateValue;
    view.data = data;
    la.queue.hear(view.queue, data.session, data.ack);
    dress(view);
    if (showScene(view, data)) {
      la.choice.adopt(view, data.scene.selected);
      la.toolbar.update(view, data.bar);
      showEmpty(view, data.empty);
      sayCounts(view, data.bar.counts);
      la.menu.update(view);
    }
    busy(view);
    place(view);
    view.request();
  };

  const destroy = (view) => {
    view.observer.disconnect();
    view.attributes.disconnect();
    view.scheme.removeEventListener("change", view.onScheme);
    clearTimeout(view.busy);
    clearTimeout(view.layers.timer);
    clearTimeout(view.hover.timer);
    view.network.destroy();
    view.dom.root.remove();
    views.delete(view.parent);
  };

  /** What Streamlit calls, by way of the component, for each new message. */
  const render = (component) => {
    const { parentElement } = component;
    if (!views.has(parentElement)) views.set(parentElement, create(parentElement, component.data.key));
    const view = views.get(parentElement);
    update(view, component);
    return () => destroy(view);
  };

  return { render };
})();
