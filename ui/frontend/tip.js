/* The hint beside the pointer. */
la.tip = (() => {
  const hide = (view) => {
    view.dom.tip.hidden = true;
  };

  /** Show the scene's sentence about a node or link; with its name where no label tells it. */
  const show = (view, thing, x, y) => {
    const { tip, drawing } = view.dom;
    const scale = view.network.getScale();
    const named = thing.lines?.length && la.text.readable(thing.lines[0], scale);
    const name = thing.label && !named ? [la.el("b", {}, thing.label)] : [];
    const words = thing.tip ? [la.el("span", {}, thing.tip)] : [];
    if (!name.length && !words.length) {
      hide(view);
      return;
    }
    tip.replaceChildren(...name, ...words);
    tip.hidden = false;
    const left = Math.min(x - 12, drawing.clientWidth - tip.offsetWidth - 6);
    const above = y - tip.offsetHeight - 14;
    tip.style.left = `${Math.max(6, left)}px`;
    tip.style.top = `${above > 4 ? above : y + 20}px`;
  };

  return { hide, show };
})();
