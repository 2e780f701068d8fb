/*
 * The scene on a 2D context in world coordinates. A pen says how: {theme, table, font, scale, dim, skip,
 * clip, model}. `dim` is the set of keys that stay lit, `skip` what is drawn elsewhere.
 */
la.paint = (() => {
  const PALE = 0.3;
  const BATCH = 160;

  const dimmed = (pen, keys) => pen.dim !== null && !keys.every((key) => pen.dim.has(key));

  const dash = (ctx, pen, status, width) => {
    const pattern = pen.table.dashes[status] ?? [];
    ctx.setLineDash(pattern);
    ctx.lineCap = status === "proposed" ? "round" : "butt";
    ctx.lineWidth = width;
  };

  /** A straight stand-in for a link whose end is being moved: its line and its head. */
  const straight = (pen, link) => {
    const [from, to] = [link.source, link.target].map((key) => pen.model.nodes.get(key));
    const [a, b] = [la.model.at(pen.model, from), la.model.at(pen.model, to)];
    const length = Math.hypot(b.x - a.x, b.y - a.y) || 1;
    const [ux, uy] = [(b.x - a.x) / length, (b.y - a.y) / length];
    const tip = [b.x - ux * (to.r + 3), b.y - uy * (to.r + 3)];
    const size = 6.5 + 0.9 * link.width;
    const half = size * 0.45;
    const back = (far) => [tip[0] - ux * size * far, tip[1] - uy * size * far];
    const [wing, notch] = [back(1), back(0.72)];
    const head = [tip, [wing[0] - uy * half, wing[1] + ux * half], notch, [wing[0] + uy * half, wing[1] - ux * half]];
    const end = link.directed ? back(0.62) : tip;
    return {
      line: la.geometry.path([["M", a.x + ux * (from.r + 2), a.y + uy * (from.r + 2)], ["L", ...end]]),
      head: link.directed ? head : [],
    };
  };

  const isMoved = (pen, link) => pen.model.moved.has(link.source) || pen.model.moved.has(link.target);

  /** Colour of a link before any state: what became of it between two dates, else its group. */
  const strokeOf = (pen, one) => (one.mark ? pen.theme.mark(one.mark) : pen.theme.group(one.stroke));

  /** Colour of a node before any state: its cluster, else its category. */
  const fillOf = (pen, one) => (one.cluster ? pen.theme.cluster(one.cluster) : pen.theme.category(one.fill));

  /** Colour of a link as it is dimmed, blended or a ghost. */
  const linkColour = (one, pen, full = false) => {
    const far = !full && (one.dimmed || dimmed(pen, [one.source, one.target]));
    const amount = full ? 1 : one.blend * (far ? pen.table.signs.dim_link : 1) * (one.ghost ? pen.table.signs.ghost_link : 1);
    return pen.theme.mix(strokeOf(pen, one), amount);
  };

  /** One link with casing, dash and head; `wider` is what a state adds to its width. */
  const link = (ctx, one, pen, { wider = 0, casing = true, head = true, full = false } = {}) => {
    const colour = linkColour(one, pen, full);
    const drawn = isMoved(pen, one) ? straight(pen, one) : { line: la.model.stroke(one), head: one.head };
    ctx.lineJoin = "round";
    if (casing && one.casing) {
      ctx.setLineDash([]);
      ctx.lineCap = "butt";
      ctx.lineWidth = Math.max(one.width, one.pale) + pen.table.signs.casing;
      ctx.strokeStyle = pen.theme.ground;
      ctx.stroke(drawn.line);
    }
    if (one.pale > one.width && !one.ghost) {
      dash(ctx, pen, one.status, one.pale + wider);
      ctx.strokeStyle = linkColour({ ...one, blend: one.blend * PALE, ghost: false }, pen);
      ctx.stroke(drawn.line);
    }
    dash(ctx, pen, one.ghost ? "proposed" : one.status, one.width + wider);
    ctx.strokeStyle = colour;
    ctx.stroke(drawn.line);
    ctx.setLineDash([]);
    if (head && drawn.head.length) {
      ctx.beginPath();
      la.geometry.polygon(ctx, drawn.head);
      ctx.fillStyle = colour;
      ctx.fill();
    }
  };

  const visible = (pen, one) =>
    !pen.clip || isMoved(pen, one) || la.geometry.meets(la.model.extent(one), pen.clip);

  const skipped = (pen, one) => pen.skip !== null && (pen.skip.has(one.source) || pen.skip.has(one.target));

  /** Many links: neighbours in drawing order with the same look share strokes, without casings. */
  const linksInBatches = (ctx, links, pen) => {
    let look = "";
    let size = 0;
    let heads = [];
    let head = null;
    const flush = () => {
      if (!head) return;
      const colour = linkColour(head, pen);
      dash(ctx, pen, head.ghost ? "proposed" : head.status, head.width);
      ctx.strokeStyle = colour;
      ctx.stroke();
      ctx.beginPath();
      for (const points of heads) la.geometry.polygon(ctx, points);
      ctx.fillStyle = colour;
      ctx.fill();
      [heads, size, head] = [[], 0, null];
    };
    for (const one of links) {
      if (skipped(pen, one) || !visible(pen, one)) continue;
      const its = `${one.stroke} ${one.status} ${one.width} ${one.blend} ${one.dimmed} ${one.ghost} ${one.mark}`;
      if (its !== look || size >= BATCH) {
        flush();
        look = its;
        ctx.beginPath();
      }
      head ??= one;
      size += 1;
      la.geometry.trace(ctx, one.path);
      if (one.head.length && pen.scale > 0.3) heads.push(one.head);
    }
    flush();
    ctx.setLineDash([]);
  };

  /** Every link of the pen's model. */
  const links = (ctx, pen) => {
    if (pen.heavy) {
      linksInBatches(ctx, pen.model.links, pen);
      return;
    }
    for (const one of pen.model.links) {
      if (skipped(pen, one) || !visible(pen, one)) continue;
      const chosen = pen.chosen.has(one.source) || pen.chosen.has(one.target);
      link(ctx, one, pen, chosen ? { wider: pen.table.signs.selected_width, head: false } : {});
    }
  };

  const words = (ctx, pen) => {
    for (const one of pen.model.links) {
      if (!one.words.length || skipped(pen, one) || isMoved(pen, one)) continue;
      const far = one.dimmed || one.ghost || dimmed(pen, [one.source, one.target]);
      la.text.write(ctx, one.words, pen, { amount: far ? pen.table.signs.dim_label : 1 });
    }
  };

  const shapeOf = (pen, node) => pen.table.shapes[node.shape] ?? pen.table.shapes.disc;

  /** A node's sign alone, around (0, 0) with its radius as unit. */
  const sign = (ctx, node, pen, colour) => {
    const shape = shapeOf(pen, node);
    const outline = la.geometry.unit(node.shape, shape);
    if (node.ghost) {
      ctx.lineWidth = 1.2 / node.r;
      ctx.setLineDash([2 / node.r, 2 / node.r]);
      ctx.strokeStyle = pen.theme.muted;
      ctx.stroke(outline);
      ctx.setLineDash([]);
      return;
    }
    ctx.fillStyle = shape.hollow ? pen.theme.ground : colour;
    ctx.fill(outline);
    if (shape.hollow) {
      ctx.lineWidth = shape.line;
      ctx.lineJoin = "miter";
      ctx.strokeStyle = colour;
      ctx.stroke(outline);
    }
  };

  /** A node with its letter, count, closed ring and pin; not its label. */
  const node = (ctx, one, pen, { full = false } = {}) => {
    const far = !full && (one.dimmed || dimmed(pen, [one.key]));
    const colour = pen.theme.mix(fillOf(pen, one), far ? pen.table.signs.dim_shape : 1);
    const place = la.model.at(pen.model, one);
    ctx.save();
    ctx.translate(place.x, place.y);
    ctx.save();
    ctx.scale(one.r, one.r);
    sign(ctx, one, pen, colour);
    ctx.restore();
    if (one.closed) la.states.closedRing(ctx, one, pen, colour);
    if (one.letter) la.states.letter(ctx, one, pen);
    if (one.more > 0 && !far) la.states.more(ctx, one, pen);
    if (one.pinned && !far) la.states.pin(ctx, one, pen);
    ctx.restore();
  };

  /** How far a label gives way to a ring around its node. */
  const givenWay = (one, ring) => {
    if (!one.box || !ring) return [0, 0];
    const [left, top, width, height] = one.box;
    const [right, bottom] = [left + width, top + height];
    const reach = one.r + ring + 3;
    if (left > one.x + reach || right < one.x - reach || top > one.y + reach || bottom < one.y - reach) return [0, 0];
    if (left >= one.x) return [one.x + reach - left, 0];
    if (right <= one.x) return [one.x - reach - right, 0];
    return top >= one.y ? [0, one.y + reach - top] : [0, one.y - reach - bottom];
  };

  /** The thin line to a label that stands away from its node. */
  const leader = (ctx, one, pen) => {
    const [from, to] = one.leader;
    ctx.beginPath();
    ctx.setLineDash([]);
    ctx.lineWidth = 0.8;
    ctx.strokeStyle = pen.theme.faint;
    ctx.moveTo(...from);
    ctx.lineTo(...to);
    ctx.stroke();
  };

  /** A node's label where the scene put it, moved along with the node and clear of its ring. */
  const label = (ctx, one, pen, { full = false, ring = 0 } = {}) => {
    const far = !full && (one.dimmed || dimmed(pen, [one.key]));
    const place = la.model.at(pen.model, one);
    const [dx, dy] = givenWay(one, ring);
    ctx.save();
    ctx.translate(place.x - one.x + dx, place.y - one.y + dy);
    if (one.leader.length) leader(ctx, one, pen);
    const amount = far ? pen.table.signs.dim_label : one.ghost ? 0.75 : 1;
    la.text.write(ctx, one.lines, pen, { amount, tone: one.ghost ? "muted" : null });
    ctx.restore();
  };

  const inSight = (pen, one) => {
    if (!pen.clip || pen.model.moved.has(one.key)) return true;
    const [left, top, width, height] = one.box ?? [one.x, one.y, 0, 0];
    const reach = one.r * 2;
    const corners = [
      [left, top],
      [left + width, top + height],
      [one.x - reach, one.y - reach],
      [one.x + reach, one.y + reach],
    ];
    return la.geometry.meets(la.geometry.bounds(corners), pen.clip);
  };

  /** Everything, in full. */
  const scene = (ctx, pen) => {
    links(ctx, pen);
    la.text.write(ctx, pen.model.zones, pen, { amount: pen.dim ? pen.table.signs.dim_label : 1 });
    words(ctx, pen);
    const here = [...pen.model.nodes.values()].filter((one) => !pen.skip?.has(one.key) && inSight(pen, one));
    for (const one of here) node(ctx, one, pen);
    for (const one of here) {
      if (one.lines.length && !pen.chosen.has(one.key)) label(ctx, one, pen, { ring: one.closed ? la.states.CLOSED_RING : 0 });
    }
  };

  /** Lines one pixel wide and squares: what a far or a fast look needs. */
  const sketch = (ctx, pen) => {
    const strokes = la.grouped(pen.model.links, (one) => strokeOf(pen, one));
    ctx.setLineDash([]);
    ctx.lineWidth = 1 / pen.scale;
    for (const [stroke, members] of strokes) {
      ctx.strokeStyle = pen.theme.mix(stroke, 0.6);
      for (let from = 0; from < members.length; from += BATCH) {
        ctx.beginPath();
        for (const one of members.slice(from, from + BATCH)) la.geometry.trace(ctx, one.path);
        ctx.stroke();
      }
    }
    for (const one of pen.model.nodes.values()) {
      const place = la.model.at(pen.model, one);
      const half = Math.max(one.r * 0.85, 1.5 / pen.scale);
      ctx.fillStyle = fillOf(pen, one);
      ctx.fillRect(place.x - half, place.y - half, 2 * half, 2 * half);
    }
  };

  return { label, link, linkColour, node, scene, sketch };
})();
