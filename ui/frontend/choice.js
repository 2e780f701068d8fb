/* The selection: shown at once, told to Python, and taken from Python when it has caught up. */
la.choice = (() => {
  const create = () => ({ nodes: new Set(), links: new Set(), sent: 0 });

  const ids = (view, keys = view.choice.nodes) =>
    [...keys].map((key) => view.model.nodes.get(key)?.id).filter((id) => id !== undefined);

  const shown = (view) => {
    const there = [...view.choice.nodes].filter((key) => view.model.nodes.has(key));
    view.network.setSelection({ nodes: there, edges: [] }, { highlightEdges: false });
    la.list.mark(view);
    la.toolbar.enable(view);
    view.request();
  };

  const words = (view) => {
    const [first, ...others] = ids(view);
    if (first === undefined) return view.choice.links.size ? "Link selected" : "Nothing selected";
    return others.length ? `${others.length + 1} selected` : `Selected: ${view.model.byId.get(first).label}`;
  };

  /** Select these nodes, the latest last. */
  const set = (view, keys) => {
    view.choice.nodes = new Set(keys);
    view.choice.links = new Set();
    view.choice.sent = la.queue.send(view.queue, "select", ids(view));
    la.say(view, words(view));
    shown(view);
  };

  const pick = (view, key, adding) => {
    const keys = new Set(adding ? view.choice.nodes : []);
    if (adding && keys.delete(key)) set(view, keys);
    else set(view, [...keys, key]);
  };

  const pickLink = (view, key) => {
    view.choice.links = new Set([key]);
    view.choice.sent = la.queue.send(view.queue, "link", [view.model.linkByKey.get(key).id]);
    la.say(view, words(view));
    shown(view);
  };

  const clear = (view) => {
    if (view.choice.nodes.size || view.choice.links.size) set(view, []);
  };

  const equal = (keys, others) => keys.size === others.length && others.every((key) => keys.has(key));

  /** Take over what Python says, unless it has not yet heard of the last choice made here. */
  const adopt = (view, selected) => {
    const { choice, queue } = view;
    if (choice.sent > queue.acked) return;
    if (equal(choice.nodes, selected.nodes) && equal(choice.links, selected.links)) return;
    choice.nodes = new Set(selected.nodes);
    choice.links = new Set(selected.links);
    shown(view);
    const newest = selected.nodes.at(-1);
    if (newest) {
      view.focusKey = newest;
      la.camera.reveal(view, newest);
    }
  };

  return { adopt, clear, create, ids, pick, pickLink, set };
})();
