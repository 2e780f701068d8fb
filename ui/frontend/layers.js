/*
 * Frames. The scene is painted once on a sheet as large as the frame; while a large scene moves, that
 * sheet is shifted and scaled under the pointer, with a sketch of the whole where the sheet has no
 * picture, and painted anew when the hand rests. A small scene is painted for each frame.
 */
la.layers = (() => {
  const REST_MS = 130;
  const SKETCH_PIXELS = 2_000_000;
  const PAD = 24;
  const NONE = new Set();

  const create = () => ({ sheet: null, sketch: null, camera: "", movedAt: 0, timer: 0, fonts: 0 });

  const sized = (canvas, width, height) => {
    if (canvas.width !== width) canvas.width = width;
    if (canvas.height !== height) canvas.height = height;
    return canvas;
  };

  const penFor = (view, scale, clip) => ({
    theme: view.theme,
    table: view.table,
    font: view.table.font,
    model: view.model,
    heavy: view.heavy,
    dim: view.hover.dim && !view.heavy ? view.hover.dim : null,
    skip: view.model.moved.size ? view.model.moved : null,
    chosen: view.heavy ? NONE : view.choice.nodes,
    scale,
    clip,
  });

  /** What a sheet shows; another stamp needs another painting. */
  const stampOf = (view) => {
    const dim = view.hover.dim && !view.heavy ? [...view.hover.dim].join() : "";
    const moved = [...view.model.moved.keys()].join();
    const chosen = view.heavy ? "" : [...view.choice.nodes].join();
    return [view.model.version, view.theme.name, view.layers.fonts, dim, moved, chosen].join("|");
  };

  const paintSheet = (view, at, stamp) => {
    const { layers } = view;
    layers.sheet ??= { canvas: document.createElement("canvas") };
    const { canvas } = layers.sheet;
    sized(canvas, at.width, at.height);
    const ctx = canvas.getContext("2d", { alpha: false });
    ctx.setTransform(1, 0, 0, 1, 0, 0);
    ctx.fillStyle = view.theme.ground;
    ctx.fillRect(0, 0, at.width, at.height);
    ctx.setTransform(at.k, 0, 0, at.k, at.x, at.y);
    const clip = [-at.x / at.k, -at.y / at.k, (at.width - at.x) / at.k, (at.height - at.y) / at.k];
    la.paint.scene(ctx, penFor(view, at.k / at.ratio, clip));
    Object.assign(layers.sheet, { at, stamp });
  };

  const sketchOf = (view) => {
    const { layers, model } = view;
    const stamp = `${model.version}|${view.theme.name}`;
    if (layers.sketch?.stamp === stamp) return layers.sketch;
    const [left, top, width, height] = model.bounds;
    const [w, h] = [width + 2 * PAD, height + 2 * PAD];
    const k = Math.min(2, Math.sqrt(SKETCH_PIXELS / (w * h)));
    const canvas = layers.sketch?.canvas ?? document.createElement("canvas");
    sized(canvas, Math.max(1, Math.round(w * k)), Math.max(1, Math.round(h * k)));
    const ctx = canvas.getContext("2d", { alpha: false });
    ctx.setTransform(1, 0, 0, 1, 0, 0);
    ctx.fillStyle = view.theme.ground;
    ctx.fillRect(0, 0, canvas.width, canvas.height);
    ctx.setTransform(k, 0, 0, k, (PAD - left) * k, (PAD - top) * k);
    la.paint.sketch(ctx, penFor(view, k, null));
    layers.sketch = { canvas, stamp, left: left - PAD, top: top - PAD, width: w, height: h };
    return layers.sketch;
  };

  const same = (a, b) => a.k === b.k && a.x === b.x && a.y === b.y && a.width === b.width && a.height === b.height;

  /** Show the sheet where the camera has gone since it was painted. */
  const shift = (ctx, view, at) => {
    const { at: then, canvas } = view.layers.sheet;
    const zoom = at.k / then.k;
    const [x, y] = [at.x - then.x * zoom, at.y - then.y * zoom];
    const [width, height] = [then.width * zoom, then.height * zoom];
    if (x > 0 || y > 0 || x + width < at.width || y + height < at.height) {
      ctx.fillStyle = view.theme.ground;
      ctx.fillRect(0, 0, at.width, at.height);
      const far = sketchOf(view);
      ctx.drawImage(far.canvas, at.x + far.left * at.k, at.y + far.top * at.k, far.width * at.k, far.height * at.k);
    }
    ctx.imageSmoothingQuality = "low";
    ctx.drawImage(canvas, x, y, width, height);
  };

  const isMoving = (view, at) => {
    const { layers } = view;
    const camera = `${at.k} ${at.x} ${at.y}`;
    const now = performance.now();
    const first = layers.camera === "" || layers.jump;
    if (camera !== layers.camera && !first) layers.movedAt = now;
    layers.camera = camera;
    layers.jump = false;
    return !first && now - layers.movedAt < REST_MS;
  };

  /** One frame, on vis-network's context before it draws nodes of its own. */
  const frame = (ctx, view) => {
    const { layers } = view;
    const { a: k, e: x, f: y } = ctx.getTransform();
    const at = { k, x, y, width: ctx.canvas.width, height: ctx.canvas.height, ratio: view.ratio() };
    const stamp = stampOf(view);
    const moving = isMoving(view, at);
    const fresh = layers.sheet?.stamp === stamp;
    if (!layers.sheet || !(fresh && (same(layers.sheet.at, at) || (moving && view.heavy)))) {
      paintSheet(view, at, stamp);
    }
    ctx.save();
    ctx.setTransform(1, 0, 0, 1, 0, 0);
    if (same(layers.sheet.at, at)) ctx.drawImage(layers.sheet.canvas, 0, 0);
    else shift(ctx, view, at);
    if (view.hover.dim && view.heavy) {
      ctx.globalAlpha = 1 - view.table.signs.dim_shape;
      ctx.fillStyle = view.theme.ground;
      ctx.fillRect(0, 0, at.width, at.height);
      ctx.globalAlpha = 1;
    }
    ctx.restore();
    ctx.save();
    la.states.over(ctx, view, { ...penFor(view, k / at.ratio, null), skip: null });
    ctx.restore();
    if (moving && view.heavy) {
      clearTimeout(layers.timer);
      layers.timer = setTimeout(view.request, REST_MS + 10);
    }
  };

  return { create, frame };
})();
