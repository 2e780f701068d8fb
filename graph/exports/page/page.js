"use strict";
// Draws the marks that the page was given: what to stroke and fill is decided before, not here.
(() => {
  const { page, nodes, edges, options } = globalThis.longarm;
  const byKey = new Map(nodes.map((node) => [node.id, node]));
  const linkByKey = new Map(edges.map((edge) => [edge.id, edge]));
  const linksOf = new Map(nodes.map((node) => [node.id, []]));
  for (const edge of edges) {
    linksOf.get(edge.from).push(edge);
    if (edge.to !== edge.from) linksOf.get(edge.to).push(edge);
  }
  for (const item of [...nodes, ...edges]) {
    for (const mark of [...item.marks, ...(item.head ?? [])]) mark.path = new Path2D(mark.d);
  }

  const state = { node: null, link: null, hover: null, off: new Set() };
  const part = (id) => document.getElementById(id);
  const element = (name, text, className) => {
    const made = document.createElement(name);
    if (text !== undefined) made.textContent = text;
    if (className) made.className = className;
    return made;
  };

  // What is drawn: the legend can switch values off.
  const isOff = (kind, value) => state.off.has(`${kind} ${value}`);
  const nodeShown = (node) => !isOff("category", node.category);
  const linkShown = (edge) =>
    !isOff("group", edge.family) &&
    !isOff("status", edge.status) &&
    nodeShown(byKey.get(edge.from)) &&
    nodeShown(byKey.get(edge.to));

  const lit = () => {
    const key = state.hover ?? state.node;
    if (key === null) return null;
    const keys = new Set([key]);
    for (const edge of linksOf.get(key)) {
      if (linkShown(edge)) keys.add(edge.from).add(edge.to);
    }
    return { key, keys };
  };

  const stroke = (context, marks) => {
    for (const mark of marks) {
      context.setLineDash(mark.dash ?? []);
      context.lineCap = mark.round ? "round" : "butt";
      context.lineJoin = "round";
      if (mark.fill) {
        context.fillStyle = mark.fill;
        context.fill(mark.path);
      }
      if (mark.stroke) {
        context.strokeStyle = mark.stroke;
        context.lineWidth = mark.width;
        context.stroke(mark.path);
      }
    }
    context.setLineDash([]);
  };

  const write = (context, lines) => {
    context.textBaseline = "alphabetic";
    context.lineJoin = "round";
    for (const line of lines) {
      context.font = `${line.weight} ${line.size}px ${line.font ?? '"Source Sans", sans-serif'}`;
      context.direction = line.rtl ? "rtl" : "ltr";
      context.textAlign = { middle: "center", end: "right" }[line.anchor] ?? "left";
      context.letterSpacing = line.spaced ? "0.8px" : "0px";
      context.save();
      context.translate(line.x, line.y);
      const measured = context.measureText(line.text).width;
      if (line.width && measured) context.scale(line.width / measured, 1);
      if (line.halo) {
        context.strokeStyle = page.ground;
        context.lineWidth = page.halo;
        context.strokeText(line.text, 0, 0);
      }
      context.fillStyle = line.fill;
      context.fillText(line.text, 0, 0);
      context.restore();
    }
    context.letterSpacing = "0px";
  };

  const drawUnder = (context) => {
    const light = lit();
    context.save();
    write(context, page.zones);
    const near = (edge) => !light || edge.from === light.key || edge.to === light.key;
    const seen = edges.filter(linkShown);
    for (const edge of seen) {
      context.globalAlpha = near(edge) ? 1 : page.dim.link;
      stroke(context, edge.marks);
      if (state.link === edge.id) stroke(context, [{ ...edge.marks.at(-1), stroke: page.accent }]);
    }
    // Heads come last: links that share a rail would cut them off.
    for (const edge of seen) {
      context.globalAlpha = near(edge) ? 1 : page.dim.link;
      stroke(context, edge.head);
    }
    context.restore();
  };

  const drawNode = (context, node) => {
    if (!nodeShown(node)) return;
    const light = lit();
    context.save();
    context.globalAlpha = !light || light.keys.has(node.id) ? 1 : page.dim.shape;
    stroke(context, node.marks);
    write(context, node.letter);
    if (state.node === node.id) {
      context.strokeStyle = page.accent;
      context.lineWidth = 2;
      context.beginPath();
      context.arc(node.x, node.y, node.r + 7, 0, 2 * Math.PI);
      context.stroke();
    }
    context.restore();
  };

  const drawOver = (context) => {
    const light = lit();
    context.save();
    for (const edge of edges) {
      if (!linkShown(edge)) continue;
      const near = !light || edge.from === light.key || edge.to === light.key;
      context.globalAlpha = near ? 1 : page.dim.link;
      write(context, edge.words);
    }
    for (const node of nodes) {
      if (!nodeShown(node)) continue;
      context.globalAlpha = !light || light.keys.has(node.id) ? 1 : page.dim.label;
      write(context, node.lines);
    }
    context.restore();
  };

  const box = part("network");
  const drawn = nodes.map((node) => ({
    id: node.id,
    x: node.x,
    y: node.y,
    shape: "custom",
    ctxRenderer: ({ ctx }) => ({
      drawNode: () => drawNode(ctx, node),
      nodeDimensions: { width: 2 * node.r, height: 2 * node.r },
    }),
  }));
  const network = new vis.Network(box, { nodes: new vis.DataSet(drawn), edges: [] }, options);
  network.on("beforeDrawing", drawUnder);
  network.on("afterDrawing", drawOver);

  const fit = () => {
    const [left, top, wide, high] = page.bounds;
    const room = 24;
    const scale = Math.min((box.clientWidth - room) / wide, (box.clientHeight - room) / high, 1.6);
    network.moveTo({ position: { x: left + wide / 2, y: top + high / 2 }, scale: Math.max(scale, 0.05) });
  };
  const zoom = (factor) => network.moveTo({ scale: network.getScale() * factor });
  part("fit").addEventListener("click", fit);
  part("closer").addEventListener("click", () => zoom(1.25));
  part("further").addEventListener("click", () => zoom(0.8));
  new ResizeObserver(fit).observe(box);

  // Hit testing on the same paths that are stroked.
  const probe = document.createElement("canvas").getContext("2d");
  const within = (point, area) =>
    area && point.x >= area[0] && point.x <= area[0] + area[2] && point.y >= area[1] && point.y <= area[1] + area[3];
  const hit = (point) => {
    const reach = 6 / Math.min(network.getScale(), 1);
    for (const node of [...nodes].reverse()) {
      if (!nodeShown(node)) continue;
      if (Math.hypot(point.x - node.x, point.y - node.y) <= node.r + 3) return { node };
      if (within(point, node.box)) return { node };
    }
    probe.lineWidth = 2 * reach;
    for (const edge of [...edges].reverse()) {
      if (linkShown(edge) && edge.marks.some((mark) => mark.stroke && probe.isPointInStroke(mark.path, point.x, point.y))) {
        return { edge };
      }
    }
    return {};
  };
  const at = (event) => {
    const place = box.getBoundingClientRect();
    return network.DOMtoCanvas({ x: event.clientX - place.left, y: event.clientY - place.top });
  };
  let waiting = 0;
  box.addEventListener("mousemove", (event) => {
    const { node, edge } = hit(at(event));
    const tip = part("tip");
    tip.textContent = node ? node.tip : edge ? edge.tip : "";
    tip.hidden = !tip.textContent;
    box.style.cursor = node || edge ? "pointer" : "default";
    const key = node ? node.id : null;
    if (key === state.hover) return;
    clearTimeout(waiting);
    waiting = setTimeout(() => {
      state.hover = key;
      network.redraw();
    }, 80);
  });
  box.addEventListener("mouseleave", () => {
    clearTimeout(waiting);
    state.hover = null;
    part("tip").hidden = true;
    network.redraw();
  });
  network.on("click", ({ pointer }) => {
    const { node, edge } = hit(pointer.canvas);
    if (node) chooseNode(node.id);
    else if (edge) chooseLink(edge.id);
    else clear();
  });

  // Details: words only, never markup.
  const sourceLine = (cite) => {
    const line = element("p", undefined, "meta");
    if (cite.url) {
      const link = element("a", cite.words);
      link.href = cite.url;
      link.rel = "noopener noreferrer";
      line.append(link);
    } else {
      line.textContent = cite.words;
    }
    return line;
  };
  const nameButton = (key) => {
    const button = element("button", byKey.get(key).name, "link");
    button.type = "button";
    button.addEventListener("click", () => chooseNode(key, true));
    return button;
  };
  const linkArticle = (edge, from) => {
    const article = element("article");
    if (from === undefined) {
      article.append(nameButton(edge.from), element("p", edge.facts.verb), nameButton(edge.to));
    } else {
      const out = edge.from === from;
      article.append(element("p", out ? edge.facts.verb : edge.facts.inverse, "meta"), nameButton(out ? edge.to : edge.from));
    }
    for (const line of edge.facts.lines) article.append(element("p", line));
    for (const cite of edge.facts.cites) article.append(sourceLine(cite));
    return article;
  };
  const showNode = (node) => {
    const panel = part("details");
    panel.replaceChildren(element("p", node.facts.category, "meta"), element("h2", node.name));
    for (const line of node.facts.lines) panel.append(element("p", line));
    for (const cite of node.facts.cites) panel.append(sourceLine(cite));
    const links = linksOf.get(node.id);
    for (const family of page.families) {
      const rows = links.filter((edge) => edge.family === family.key);
      if (!rows.length) continue;
      panel.append(element("h3", `${family.words} ${rows.length}`));
      for (const edge of rows) panel.append(linkArticle(edge, node.id));
    }
    panel.scrollTop = 0;
  };
  const markOption = (key) => {
    for (const option of part("list").children) {
      const chosen = option.dataset.key === key;
      option.setAttribute("aria-selected", String(chosen));
      if (chosen) {
        part("list").setAttribute("aria-activedescendant", option.id);
        option.scrollIntoView({ block: "nearest" });
      }
    }
  };
  const inSight = (node) => {
    const place = network.canvasToDOM({ x: node.x, y: node.y });
    return place.x > 0 && place.y > 0 && place.x < box.clientWidth && place.y < box.clientHeight;
  };
  function chooseNode(key, move = false) {
    const node = byKey.get(key);
    Object.assign(state, { node: key, link: null });
    showNode(node);
    markOption(key);
    if (move && !inSight(node)) network.moveTo({ position: { x: node.x, y: node.y } });
    network.redraw();
  }
  function chooseLink(key) {
    Object.assign(state, { node: null, link: key });
    part("details").replaceChildren(element("h2", "Link"), linkArticle(linkByKey.get(key)));
    markOption(null);
    network.redraw();
  }
  function clear() {
    Object.assign(state, { node: null, link: null });
    part("details").replaceChildren(
      element("p", "Choose an entity or a link in the drawing, or an entity in the list.", "muted"),
    );
    markOption(null);
    network.redraw();
  }

  // Search: accents, case and word order do not matter.
  const fold = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
  for (const node of nodes) node.folded = fold(node.find);
  const list = part("list");
  const fill = () => {
    const asked = fold(part("search").value).split(/\s+/).filter(Boolean);
    const rows = nodes
      .filter((node) => nodeShown(node) && asked.every((word) => node.folded.includes(word)))
      .sort((a, b) => a.name.localeCompare(b.name, page.language));
    list.replaceChildren(
      ...rows.map((node) => {
        const option = element("div", node.name);
        option.id = `option-${node.id}`;
        option.dataset.key = node.id;
        option.dataset.id = node.ref;
        option.setAttribute("role", "option");
        option.setAttribute("aria-selected", String(state.node === node.id));
        return option;
      }),
    );
    list.removeAttribute("aria-activedescendant");
    const links = edges.filter(linkShown).length;
    part("found").textContent = `${rows.length} of ${nodes.length} entities · ${links} of ${edges.length} links`;
  };
  part("search").addEventListener("input", fill);
  part("search").addEventListener("keydown", (event) => {
    const first = list.firstElementChild;
    if (!first || !["Enter", "ArrowDown"].includes(event.key)) return;
    event.preventDefault();
    chooseNode(first.dataset.key, true);
    if (event.key === "ArrowDown") list.focus();
  });
  list.addEventListener("click", (event) => {
    const option = event.target.closest("[role=option]");
    if (option) chooseNode(option.dataset.key, true);
  });
  list.addEventListener("keydown", (event) => {
    const rows = [...list.children];
    if (event.key === "Enter" && state.node !== null) {
      // On to what is said of it, where Tab goes from neighbour to neighbour.
      event.preventDefault();
      part("details").focus();
      return;
    }
    const now = rows.findIndex((option) => option.dataset.key === state.node);
    const next = { ArrowDown: now + 1, ArrowUp: now - 1, Home: 0, End: rows.length - 1 }[event.key];
    if (next === undefined || !rows.length) return;
    event.preventDefault();
    chooseNode(rows[Math.min(Math.max(next, 0), rows.length - 1)].dataset.key, true);
  });

  // Legend: the samples are drawn from the same marks; a click switches a value off and on.
  const sample = (size, marks, letter) => {
    const canvas = element("canvas");
    const dense = Math.max(globalThis.devicePixelRatio || 1, 2);
    canvas.width = size[0] * dense;
    canvas.height = size[1] * dense;
    canvas.style.width = `${size[0]}px`;
    canvas.style.height = `${size[1]}px`;
    canvas.setAttribute("aria-hidden", "true");
    const context = canvas.getContext("2d");
    context.scale(dense, dense);
    stroke(context, marks.map((mark) => ({ ...mark, path: new Path2D(mark.d) })));
    write(context, letter);
    return canvas;
  };
  const legend = () => {
    part("legend").replaceChildren(
      ...page.legend.map((column) => {
        const block = element("div");
        // A column that goes on from the one before has no heading of its own, only its room.
        const heading = element(column.title ? "h2" : "p", column.title || "\u00a0", "heading");
        if (!column.title) heading.setAttribute("aria-hidden", "true");
        block.append(heading);
        for (const row of column.rows) {
          const line = element(row.value === null ? "p" : "button");
          line.append(sample(column.sample, row.marks, row.letter), element("span", row.words));
          if (row.value !== null) {
            const name = `${column.kind} ${row.value}`;
            line.type = "button";
            line.setAttribute("aria-pressed", "true");
            line.addEventListener("click", () => {
              if (!state.off.delete(name)) state.off.add(name);
              line.setAttribute("aria-pressed", String(!state.off.has(name)));
              fill();
              network.redraw();
            });
          }
          block.append(line);
        }
        return block;
      }),
    );
  };

  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") clear();
  });
  document.fonts.load('12px "Source Sans"').then(() => {
    legend();
    network.redraw();
  });
  legend();
  fill();
  fit();
  document.documentElement.dataset.ready = "true";
})();
