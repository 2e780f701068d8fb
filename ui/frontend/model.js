/* The scene as the browser holds it: a base, the patch on it, and what the hand has moved since. */
la.model = (() => {
  const NODE = { lines: [], leader: [], box: null, letter: "", tip: "", pinned: false, closed: false, ghost: false };
  Object.assign(NODE, { dimmed: false, more: 0, badge: "", cluster: 0 });
  const LINK = { head: [], pale: 0, blend: 1, order: 0, casing: true, words: [], tip: "" };
  Object.assign(LINK, { directed: true, lit: false, ghost: false, dimmed: false, mark: "" });
  const LINE = { weight: 400, tone: "ink", anchor: "start" };
  const BASES_KEPT = 2;

  const lines = (raw) => raw.map((one) => ({ ...LINE, ...one }));
  /** A label with the count of a closed group under it, unless the scene has written it already. */
  const withBadge = (label, badge) => {
    const last = label.at(-1);
    if (!badge || !last || label.some((line) => line.text === badge)) return label;
    return [...label, { ...last, text: badge, y: last.y + 12, size: 10.5, weight: 400, tone: "muted" }];
  };

  const node = (raw) => ({ ...NODE, ...raw, lines: withBadge(lines(raw.lines ?? []), raw.badge) });
  const link = (raw) => ({ ...LINK, ...raw, words: lines(raw.words ?? []) });
  const byKey = (items, make) => new Map(items.map((raw) => [raw.key, make(raw)]));

  /** Items of the base with a change laid over them. */
  const laid = (base, change, make) => {
    if (!change) return base;
    const gone = new Set(change.gone ?? []);
    const items = new Map();
    for (const [key, item] of base) if (!gone.has(key)) items.set(key, item);
    for (const raw of change.set ?? []) items.set(raw.key, make(raw));
    return change.order ? new Map(change.order.map((key) => [key, items.get(key)])) : items;
  };

  const create = (bases) => ({
    bases,
    stamp: "",
    version: 0,
    nodes: new Map(),
    links: [],
    byId: new Map(),
    linkByKey: new Map(),
    incident: new Map(),
    zones: [],
    bounds: [0, 0, 1, 1],
    layout: "",
    title: "",
    moved: new Map(),
  });

  const keepBase = (bases, name, text) => {
    const raw = JSON.parse(text);
    bases.set(name, { ...raw, nodes: byKey(raw.nodes, node), links: byKey(raw.links, link), zones: lines(raw.zones) });
    while (bases.size > BASES_KEPT) bases.delete(bases.keys().next().value);
  };

  /** Take a message in: `lost` when its base is not here, `same` when nothing is to be painted. */
  const take = (model, scene) => {
    if (!model.bases.has(scene.base) && scene.full) keepBase(model.bases, scene.base, scene.full);
    const base = model.bases.get(scene.base);
    if (!base) return "lost";
    const stamp = `${scene.base} ${scene.patch}`;
    if (stamp === model.stamp) return "same";
    const patch = JSON.parse(scene.patch);
    model.stamp = stamp;
    model.version += 1;
    model.nodes = laid(base.nodes, patch.nodes, node);
    model.linkByKey = laid(base.links, patch.links, link);
    model.links = [...model.linkByKey.values()];
    model.zones = patch.zones ? lines(patch.zones) : base.zones;
    for (const name of ["bounds", "layout", "title"]) model[name] = patch[name] ?? base[name];
    model.byId = new Map([...model.nodes.values()].map((one) => [one.id, one]));
    model.incident = new Map();
    for (const one of model.links) {
      for (const key of new Set([one.source, one.target])) {
        if (!model.incident.has(key)) model.incident.set(key, []);
        model.incident.get(key).push(one);
      }
    }
    return "changed";
  };

  /** Where a node stands now, by hand or by layout. */
  const at = (model, one) => model.moved.get(one.key) ?? one;

  const linksOf = (model, key) => model.incident.get(key) ?? [];

  /** Keys of a node and those it is linked to. */
  const around = (model, key) => {
    const found = new Set([key]);
    for (const one of linksOf(model, key)) found.add(one.source).add(one.target);
    return found;
  };

  const corners = (one) => (one.corners ??= la.geometry.points(one.path));
  const extent = (one) => (one.extent ??= la.geometry.bounds(corners(one)));
  const stroke = (one) => (one.stroked ??= la.geometry.path(one.path));

  return { around, at, corners, create, extent, linksOf, stroke, take };
})();
