/* States of nodes and links: what changes with a click or the pointer, drawn over the painted scene. */
la.states = (() => {
  const PILL_TEXT = 10;
  const CLOSED_RING = 6;

  const circle = (ctx, x, y, r) => {
    ctx.beginPath();
    ctx.arc(x, y, r, 0, 2 * Math.PI);
  };

  /** Ring of a closed group, around (0, 0). */
  const closedRing = (ctx, node, pen, colour) => {
    circle(ctx, 0, 0, node.r + CLOSED_RING);
    ctx.lineWidth = 1.5;
    ctx.setLineDash([]);
    ctx.strokeStyle = colour;
    ctx.stroke();
  };

  /** Letter of a category of the data's own. */
  const letter = (ctx, node, pen) => {
    if (node.r * pen.scale < 4) return;
    ctx.font = `600 ${node.r * 1.25}px ${pen.font}`;
    ctx.textAlign = "center";
    ctx.textBaseline = "middle";
    ctx.letterSpacing = "0px";
    ctx.fillStyle = pen.theme.ground;
    ctx.fillText(node.letter, 0, node.r * 0.06);
  };

  /** “+12”: links that are not drawn. */
  const more = (ctx, node, pen) => {
    if (PILL_TEXT * pen.scale < 6) return;
    const text = `+${node.more}`;
    ctx.font = `500 ${PILL_TEXT}px ${pen.font}`;
    ctx.letterSpacing = "0px";
    const width = ctx.measureText(text).width + 8;
    const [x, y] = [node.r + 5, -node.r - 6];
    ctx.beginPath();
    ctx.roundRect(x - width / 2, y - 7, width, 14, 7);
    ctx.fillStyle = pen.theme.ground;
    ctx.fill();
    ctx.lineWidth = 1;
    ctx.setLineDash([]);
    ctx.strokeStyle = pen.theme.muted;
    ctx.stroke();
    ctx.fillStyle = pen.theme.muted;
    ctx.textAlign = "center";
    ctx.textBaseline = "middle";
    ctx.fillText(text, x, y + 0.5);
  };

  /** Dot of a node that was moved by hand. */
  const pin = (ctx, node, pen) => {
    circle(ctx, node.r + 2, -node.r - 2, 2.6);
    ctx.fillStyle = pen.theme.ink;
    ctx.fill();
  };

  /** Where the selection ring of a node runs. */
  const ringOf = (node, pen) => node.r + (node.closed ? 4 : 0) + pen.table.signs.ring_gap;

  /** A head moved back to the ring of the chosen node it points at. */
  const headAtRing = (pen, link) => {
    const node = pen.model.nodes.get(link.target);
    const [tip, , notch] = link.head;
    const [dx, dy] = [tip[0] - notch[0], tip[1] - notch[1]];
    const length = Math.hypot(dx, dy) || 1;
    const back = ringOf(node, pen) + 2 - Math.hypot(tip[0] - node.x, tip[1] - node.y);
    if (back <= 0 || back > 2 * pen.table.signs.ring_gap) return link.head;
    return link.head.map(([x, y]) => [x - (dx / length) * back, y - (dy / length) * back]);
  };

  /** Links of the selection over a heavy scene, whose sheet is not painted anew for a click. */
  const chosenLinks = (ctx, view, pen) => {
    const { model, choice } = view;
    const wider = pen.table.signs.selected_width;
    const incident = new Set([...choice.nodes].flatMap((key) => la.model.linksOf(model, key)));
    const free = [...incident].filter((one) => !model.moved.has(one.source) && !model.moved.has(one.target));
    if (!view.heavy) return free;
    for (const key of choice.nodes) {
      const node = model.nodes.get(key);
      if (!node || model.moved.has(key)) continue;
      circle(ctx, node.x, node.y, ringOf(node, pen) + 3.5);
      ctx.fillStyle = pen.theme.ground;
      ctx.fill();
    }
    for (const one of free) la.paint.link(ctx, one, pen, { wider, casing: false, head: false });
    return free;
  };

  const heads = (ctx, view, pen, links) => {
    for (const one of links) {
      if (!one.head.length) continue;
      ctx.beginPath();
      la.geometry.polygon(ctx, view.choice.nodes.has(one.target) ? headAtRing(pen, one) : one.head);
      ctx.fillStyle = la.paint.linkColour(one, pen);
      ctx.fill();
    }
  };

  const discs = (ctx, view, pen) => {
    const { model, choice } = view;
    const several = choice.nodes.size > 1;
    for (const key of choice.nodes) {
      const node = model.nodes.get(key);
      if (!node) continue;
      const place = la.model.at(model, node);
      circle(ctx, place.x, place.y, ringOf(node, pen) - (several ? 1 : 0));
      ctx.fillStyle = pen.theme.accent_ground;
      ctx.fill();
      ctx.lineWidth = pen.table.signs.ring_width;
      ctx.setLineDash(several ? [3, 2] : []);
      ctx.strokeStyle = pen.theme.accent;
      ctx.stroke();
      ctx.setLineDash([]);
    }
  };

  const softDisc = (ctx, view, pen, node) => {
    if (!node || view.choice.nodes.has(node.key)) return;
    const place = la.model.at(view.model, node);
    circle(ctx, place.x, place.y, node.r + 6);
    ctx.fillStyle = pen.theme.mix(pen.theme.accent, pen.table.signs.ring_ground);
    ctx.fill();
  };

  const strongLink = (ctx, view, pen, one) => {
    if (!one) return;
    ctx.lineWidth = one.width + 9;
    ctx.lineCap = "round";
    ctx.setLineDash([]);
    ctx.strokeStyle = pen.theme.accent_ground;
    ctx.stroke(la.model.stroke(one));
    la.paint.link(ctx, one, pen, { wider: pen.table.signs.lit_width, casing: false, full: true });
    la.text.write(ctx, one.words, pen);
  };

  const focusRing = (ctx, view, pen) => {
    const node = view.focusShown ? view.model.nodes.get(view.focusKey) : null;
    if (!node) return;
    const place = la.model.at(view.model, node);
    ctx.setLineDash([]);
    ctx.lineWidth = 2;
    circle(ctx, place.x, place.y, ringOf(node, pen));
    ctx.strokeStyle = pen.theme.accent;
    ctx.stroke();
    circle(ctx, place.x, place.y, ringOf(node, pen) + 3);
    ctx.strokeStyle = pen.theme.ink;
    ctx.stroke();
  };

  /** Labels that the scene left out for want of room appear where the reader looks. */
  const spareLabel = (ctx, view, pen, node) => {
    if (node.lines.length && la.text.readable(node.lines[0], pen.scale)) {
      const chosen = view.choice.nodes.has(node.key) && !view.heavy;
      la.paint.label(ctx, node, pen, { full: true, ring: chosen ? ringOf(node, pen) - node.r : node.closed ? CLOSED_RING : 0 });
      return;
    }
    const size = Math.max(12, 12 / pen.scale);
    const place = la.model.at(view.model, node);
    const line = { text: node.label, x: place.x + ringOf(node, pen) + 4, y: place.y + size * 0.35 };
    la.text.write(ctx, [{ ...line, size, weight: 600, tone: "ink", anchor: "start" }], pen);
  };

  const litNodes = (ctx, view, pen, keys, hovered) => {
    const nodes = [...keys].map((key) => view.model.nodes.get(key)).filter(Boolean);
    for (const node of nodes) la.paint.node(ctx, node, pen, { full: true });
    for (const node of nodes) {
      if (view.choice.nodes.has(node.key) || node === hovered) spareLabel(ctx, view, pen, node);
      else la.paint.label(ctx, node, pen, { full: true });
    }
  };

  const litLinks = (ctx, view, pen, near, moving) => {
    const { model, choice, hover } = view;
    for (const one of near) la.paint.link(ctx, one, pen, { casing: false });
    for (const key of new Set([...choice.links, hover.link])) strongLink(ctx, view, pen, model.linkByKey.get(key));
    const dragged = new Set(moving.flatMap((key) => la.model.linksOf(model, key)));
    for (const one of dragged) la.paint.link(ctx, one, pen, { casing: false, full: true });
  };

  /** Everything that states add, over the painted scene. */
  const over = (ctx, view, pen) => {
    const { model, choice, hover } = view;
    const moving = [...model.moved.keys()];
    const hovered = model.nodes.get(hover.node);
    // A heavy scene is dimmed as a whole: what stays lit is drawn over it.
    const raised = hover.dim && view.heavy && hovered;
    const links = chosenLinks(ctx, view, pen);
    litLinks(ctx, view, pen, raised ? la.model.linksOf(model, hovered.key) : [], moving);
    softDisc(ctx, view, pen, hovered);
    discs(ctx, view, pen);
    heads(ctx, view, pen, links);
    const near = raised ? la.model.around(model, hovered.key) : [];
    litNodes(ctx, view, pen, new Set([...near, ...moving, ...choice.nodes, hover.node]), hovered);
    focusRing(ctx, view, pen);
  };

  return { CLOSED_RING, closedRing, letter, more, over, pin };
})();
