/* Where the frame looks: fitted from the scene's own bounds, zoomed at a point, brought to a node. */
la.camera = (() => {
  const PAD = 14;
  const LEAST = 0.04;
  const MOST = 8;
  const FIT_MOST = 1.6;
  const STEP = 1.25;
  const GLIDE_MS = 220;

  const clamp = (scale) => Math.max(LEAST, Math.min(MOST, scale));

  const go = (view, position, scale, glide) => {
    view.layers.jump = !glide;
    view.network.moveTo({
      position,
      scale: clamp(scale),
      animation: glide && !la.calm() ? { duration: GLIDE_MS, easingFunction: "easeInOutQuad" } : false,
    });
    remember(view, position, clamp(scale));
  };

  const remember = (view, position, scale) => {
    view.memory.camera = { position, scale, fitted: view.fitted };
  };

  /** Show the whole scene. */
  const fit = (view, { glide = false } = {}) => {
    const [left, top, width, height] = view.model.bounds;
    const { clientWidth, clientHeight } = view.dom.vis;
    if (!clientWidth || !clientHeight) return;
    const room = Math.min((clientWidth - 2 * PAD) / (width || 1), (clientHeight - 2 * PAD) / (height || 1));
    view.fitted = true;
    go(view, { x: left + width / 2, y: top + height / 2 }, Math.min(room, FIT_MOST), glide);
  };

  /** Zoom so that what lies at a point of the frame stays there. */
  const zoomAt = (view, factor, point, { glide = false } = {}) => {
    const before = view.network.getScale();
    const scale = clamp(before * factor);
    const fixed = view.network.DOMtoCanvas(point);
    const centre = view.network.getViewPosition();
    view.fitted = false;
    go(
      view,
      {
        x: fixed.x + ((centre.x - fixed.x) * before) / scale,
        y: fixed.y + ((centre.y - fixed.y) * before) / scale,
      },
      scale,
      glide,
    );
    view.layers.jump = false;
  };

  const zoom = (view, closer) => {
    const { clientWidth, clientHeight } = view.dom.vis;
    zoomAt(view, closer ? STEP : 1 / STEP, { x: clientWidth / 2, y: clientHeight / 2 }, { glide: true });
  };

  /** Bring a node into the frame when it lies outside, moving no more than needed. */
  const reveal = (view, key) => {
    const node = view.model.nodes.get(key);
    // Before the first look there is no frame to bring it into, and a fitted scene shows it anyway.
    if (!node || !view.placed) return;
    const at = view.network.canvasToDOM(la.model.at(view.model, node));
    const { clientWidth, clientHeight } = view.dom.vis;
    const margin = Math.min(48, clientWidth / 4, clientHeight / 4);
    // The open list lies over the left of the drawing.
    const list = Math.min(la.list.reach(view), clientWidth / 2);
    const over = (value, from, to) => Math.min(0, value - from - margin) + Math.max(0, value - to + margin);
    const [dx, dy] = [over(at.x, list, clientWidth), over(at.y, 0, clientHeight)];
    if (!dx && !dy) return;
    const scale = view.network.getScale();
    const centre = view.network.getViewPosition();
    view.fitted = false;
    go(view, { x: centre.x + dx / scale, y: centre.y + dy / scale }, scale, true);
  };

  /** After the frame changed its size: fit again, or keep what was in the middle there. */
  const resized = (view) => {
    const scale = view.network.getScale();
    const centre = view.network.getViewPosition();
    view.network.setSize("100%", "100%");
    view.network.redraw();
    if (view.fitted) fit(view);
    else go(view, centre, scale, false);
  };

  /** Look where this canvas looked before it was taken off the page. */
  const restore = (view) => {
    const last = view.memory.camera;
    if (!last || last.fitted) {
      fit(view);
      return;
    }
    view.fitted = false;
    go(view, last.position, last.scale, false);
  };

  const panned = (view) => {
    view.fitted = false;
    remember(view, view.network.getViewPosition(), view.network.getScale());
  };

  return { fit, panned, resized, restore, reveal, zoom, zoomAt };
})();
