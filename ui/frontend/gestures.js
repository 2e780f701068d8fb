/*
 * The pointer. vis-network pans, pinches and drags nodes; it asks us what lies under the pointer. Clicks,
 * the box, the wheel and hovering are ours, because its taps end after a quarter of a second.
 */
la.gestures = (() => {
  const STILL_PX = 5;
  const DIM_MS = 80;
  const WHEEL = 0.0016;

  const pointOf = (view, event) => {
    const frame = view.dom.vis.getBoundingClientRect();
    return { x: event.clientX - frame.left, y: event.clientY - frame.top };
  };

  const under = (view, point) => {
    const { x, y } = view.network.DOMtoCanvas(point);
    const scale = view.network.getScale();
    const node = la.index.nodeAt(view, x, y, scale);
    const link = node ? null : la.index.linkAt(view, x, y, scale);
    return { node, link };
  };

  const light = (view, hover) => {
    const { node, link } = view.hover;
    if (hover.node === node && hover.link === link) return;
    clearTimeout(view.hover.timer);
    view.hover = { ...hover, dim: null, timer: 0 };
    if (hover.node) {
      view.hover.timer = setTimeout(() => {
        view.hover.dim = la.model.around(view.model, hover.node);
        view.request();
      }, DIM_MS);
    }
    view.request();
  };

  const leave = (view) => {
    light(view, { node: null, link: null });
    la.tip.hide(view);
  };

  const hover = (view, event) => {
    const point = pointOf(view, event);
    const { node, link } = under(view, point);
    light(view, { node: node?.key ?? null, link: link?.key ?? null });
    view.dom.drawing.classList.toggle("la-pointing", Boolean(node || link));
    if (node || link) la.tip.show(view, node ?? link, point.x, point.y);
    else la.tip.hide(view);
  };

  const click = (view, point, event) => {
    const adding = event.ctrlKey || event.metaKey || event.shiftKey;
    const { node, link } = under(view, point);
    if (node) {
      view.focusKey = node.key;
      la.choice.pick(view, node.key, adding);
    } else if (link) la.choice.pickLink(view, link.key);
    else if (!adding) la.choice.clear(view);
  };

  /** Switch the box tool on or off. */
  const box = (view, on) => {
    view.boxing = on;
    view.dom.drawing.classList.toggle("la-boxing", on);
    la.toolbar.enable(view);
  };

  const drawBox = (view, from, to) => {
    const { style } = view.dom.box;
    style.left = `${Math.min(from.x, to.x)}px`;
    style.top = `${Math.min(from.y, to.y)}px`;
    style.width = `${Math.abs(to.x - from.x)}px`;
    style.height = `${Math.abs(to.y - from.y)}px`;
    view.dom.box.hidden = false;
  };

  const endBox = (view, from, to, adding) => {
    view.dom.box.hidden = true;
    box(view, false);
    const [a, b] = [view.network.DOMtoCanvas(from), view.network.DOMtoCanvas(to)];
    const inside = la.index.nodesWithin(view.model, a, b);
    la.choice.set(view, adding ? [...view.choice.nodes, ...inside] : inside);
  };

  const press = (view, event) => {
    la.menu.close(view, false);
    if (event.button !== 0 || !event.isPrimary) return;
    const from = pointOf(view, event);
    const boxing = view.boxing || (event.shiftKey && !under(view, from).node);
    view.press = { from, boxing, still: true, pointer: event.pointerId };
    view.focusShown = false;
    if (!boxing && !event.shiftKey) return;
    // Shift means a box to vis-network: it must not see this press.
    event.stopPropagation();
    if (boxing) view.dom.drawing.setPointerCapture(event.pointerId);
  };

  const move = (view, event) => {
    const { press: pressed } = view;
    if (!pressed) {
      if (event.pointerType !== "touch" && !event.buttons && event.target.closest(".la-vis")) hover(view, event);
      return;
    }
    const to = pointOf(view, event);
    if (Math.hypot(to.x - pressed.from.x, to.y - pressed.from.y) > STILL_PX) pressed.still = false;
    if (!pressed.still) la.tip.hide(view);
    if (pressed.boxing && !pressed.still) drawBox(view, pressed.from, to);
  };

  const release = (view, event) => {
    const { press: pressed } = view;
    if (!pressed || event.pointerId !== pressed.pointer) return;
    view.press = null;
    if (event.type === "pointercancel") view.dom.box.hidden = true;
    else if (pressed.boxing && !pressed.still) endBox(view, pressed.from, pointOf(view, event), event.shiftKey);
    else if (pressed.still && !view.space) click(view, pressed.from, event);
  };

  const wheel = (view, event) => {
    event.preventDefault();
    event.stopPropagation();
    la.tip.hide(view);
    const lines = event.deltaMode === 1 ? 16 : 1;
    const by = Math.max(-240, Math.min(240, event.deltaY * lines)) * (event.ctrlKey ? 4 : 1);
    la.camera.zoomAt(view, Math.exp(-by * WHEEL), pointOf(view, event));
  };

  const menu = (view, event) => {
    event.preventDefault();
    const [frame, point] = [view.dom.root.getBoundingClientRect(), pointOf(view, event)];
    const at = [event.clientX - frame.left, event.clientY - frame.top];
    const { node, link } = under(view, point);
    leave(view);
    if (node) la.menu.forNode(view, node.key, ...at);
    else if (link) la.menu.forLink(view, link.key, ...at);
    else la.menu.forGround(view, ...at);
  };

  /** Take over where vis-network has dragged nodes to. */
  const follow = (view) => {
    for (const key of view.dragged ?? []) {
      if (view.model.nodes.has(key)) view.model.moved.set(key, { ...view.network.getPosition(key), sent: Infinity });
    }
  };

  const drag = (view) => {
    const { model, network } = view;
    network.on("dragStart", ({ nodes }) => {
      leave(view);
      view.dragged = nodes;
      if (!nodes.length) view.dom.drawing.classList.add("la-panning");
    });
    network.on("dragEnd", ({ nodes }) => {
      view.dom.drawing.classList.remove("la-panning");
      view.dragged = [];
      if (!nodes.length) {
        la.camera.panned(view);
        return;
      }
      const positions = {};
      for (const key of nodes.filter((one) => model.nodes.has(one))) {
        const { x, y } = network.getPosition(key);
        positions[model.nodes.get(key).id] = [Math.round(x * 10) / 10, Math.round(y * 10) / 10];
      }
      const sent = la.act(view, "pin", Object.keys(positions), { positions });
      for (const key of nodes) model.moved.set(key, { ...network.getPosition(key), sent });
      view.keepSelection();
    });
  };

  /** Listen to the pointer. */
  const listen = (view) => {
    const { drawing } = view.dom;
    drawing.addEventListener("pointerdown", (event) => press(view, event), { capture: true });
    drawing.addEventListener("pointermove", (event) => move(view, event));
    drawing.addEventListener("pointerup", (event) => release(view, event));
    drawing.addEventListener("pointercancel", (event) => release(view, event));
    drawing.addEventListener("pointerleave", () => leave(view));
    drawing.addEventListener("wheel", (event) => wheel(view, event), { capture: true, passive: false });
    drawing.addEventListener("contextmenu", (event) => menu(view, event), { capture: true });
    drawing.addEventListener("dblclick", (event) => {
      const { node } = under(view, pointOf(view, event));
      if (node) la.open(view, node.key);
    });
    drag(view);
  };

  return { box, follow, leave, listen, under };
})();
