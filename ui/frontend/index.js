/* What is under the pointer: nodes and their labels first, then links within a tolerance. */
la.index = (() => {
  const CELL = 96;
  const NODE_REACH = 3;
  const LEAST_REACH = 8;
  const name = (column, row) => column * 100003 + row;

  const grid = (model) => {
    const cells = new Map();
    const put = (x, y, entry) => {
      const cell = name(Math.floor(x / CELL), Math.floor(y / CELL));
      const there = cells.get(cell);
      if (!there) cells.set(cell, [entry]);
      else if (there.at(-1) !== entry) there.push(entry);
    };
    for (const link of model.links) {
      const corners = la.model.corners(link);
      for (let i = 1; i < corners.length; i += 1) {
        const [from, to] = [corners[i - 1], corners[i]];
        if (!from || !to) continue;
        const pieces = Math.max(1, Math.ceil((2 * Math.hypot(to[0] - from[0], to[1] - from[1])) / CELL));
        for (let piece = 0; piece <= pieces; piece += 1) {
          const t = piece / pieces;
          put(from[0] + (to[0] - from[0]) * t, from[1] + (to[1] - from[1]) * t, link);
        }
      }
    }
    return cells;
  };

  const cellsOf = (view) => {
    const { model } = view;
    if (view.grid?.version !== model.version) view.grid = { version: model.version, cells: grid(model) };
    return view.grid.cells;
  };

  /** The node at a place in world coordinates, by its shape or its label. */
  const nodeAt = (view, x, y, scale) => {
    let best = null;
    let nearest = Infinity;
    for (const node of view.model.nodes.values()) {
      const place = la.model.at(view.model, node);
      const distance = Math.hypot(place.x - x, place.y - y);
      const reach = Math.max(node.r + NODE_REACH, LEAST_REACH / scale);
      if (distance <= reach && distance < nearest) [best, nearest] = [node, distance];
    }
    if (best) return best;
    for (const node of view.model.nodes.values()) {
      if (!node.box || !la.text.readable(node.lines[0], scale)) continue;
      const place = la.model.at(view.model, node);
      const left = node.box[0] + place.x - node.x;
      const top = node.box[1] + place.y - node.y;
      if (x >= left && x <= left + node.box[2] && y >= top && y <= top + node.box[3]) return node;
    }
    return null;
  };

  const near = (link, x, y) => {
    const corners = la.model.corners(link);
    let nearest = Infinity;
    for (let i = 1; i < corners.length; i += 1) {
      if (!corners[i - 1] || !corners[i]) continue;
      nearest = Math.min(nearest, la.geometry.toSegment(x, y, corners[i - 1], corners[i]));
    }
    return nearest;
  };

  const said = (link, x, y, scale) =>
    link.words.some((word) => {
      const shift = { start: 0, middle: word.width / 2, end: word.width }[word.anchor] ?? 0;
      const left = word.x - shift;
      return (
        la.text.readable(word, scale) &&
        x >= left && x <= left + word.width && y >= word.y - word.size && y <= word.y + word.size / 4
      );
    });

  /** The link at a place, on its line within the tolerance or on its words. */
  const linkAt = (view, x, y, scale, tolerance = 6) => {
    const reach = tolerance / scale;
    const { moved } = view.model;
    const seen = new Set();
    let best = null;
    let nearest = reach;
    const cells = cellsOf(view);
    const span = Math.min(4, Math.ceil(reach / CELL));
    const [column, row] = [Math.floor(x / CELL), Math.floor(y / CELL)];
    for (let i = column - span; i <= column + span; i += 1) {
      for (let j = row - span; j <= row + span; j += 1) {
        for (const link of cells.get(name(i, j)) ?? []) {
          if (seen.has(link) || moved.has(link.source) || moved.has(link.target)) continue;
          seen.add(link);
          const distance = near(link, x, y);
          if (distance <= nearest) [best, nearest] = [link, distance];
        }
      }
    }
    return best ?? view.model.links.find((link) => said(link, x, y, scale)) ?? null;
  };

  /** Keys of nodes whose centre lies between two corners. */
  const nodesWithin = (model, a, b) => {
    const [left, right] = [Math.min(a.x, b.x), Math.max(a.x, b.x)];
    const [top, bottom] = [Math.min(a.y, b.y), Math.max(a.y, b.y)];
    const inside = ({ x, y }) => x >= left && x <= right && y >= top && y <= bottom;
    return [...model.nodes.values()].filter((node) => inside(la.model.at(model, node))).map((node) => node.key);
  };

  return { linkAt, nodeAt, nodesWithin };
})();
