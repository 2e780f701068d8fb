/* The list of nodes beside the drawing: the way through the graph for keyboard and screen reader. */
la.list = (() => {
  const OPEN_WIDTH = 252;
  let count = 0;

  /** Build the list of a canvas. */
  const create = (view) => {
    count += 1;
    const box = la.el("div", {
      role: "listbox",
      tabindex: "0",
      class: "la-options",
      id: `la-list-${count}`,
      "aria-label": "Entities in the drawing",
      "aria-multiselectable": "true",
    });
    const side = la.el("div", { class: "la-side" }, la.el("div", { class: "la-side-sign" }, la.icon("list")), box);
    box.addEventListener("click", (event) => {
      const key = keyOf(event.target);
      if (!key) return;
      focus(view, key);
      la.choice.pick(view, key, event.ctrlKey || event.metaKey || event.shiftKey);
    });
    box.addEventListener("dblclick", (event) => {
      const key = keyOf(event.target);
      if (key) la.open(view, key);
    });
    box.addEventListener("focusin", (event) => {
      const key = keyOf(event.target) ?? (view.model.nodes.has(view.focusKey) ? view.focusKey : first(view));
      if (key) focus(view, key);
    });
    return { box, side, options: new Map() };
  };

  const keyOf = (target) => target.closest?.('[role="option"]')?.dataset.key;
  const first = (view) => [...view.choice.nodes].at(-1) ?? view.model.nodes.keys().next().value;

  /** Bring the options up to the scene, leaving alone those that stay. */
  const update = (view) => {
    const { box, options } = view.list;
    for (const [key, option] of options) {
      if (view.model.nodes.has(key)) continue;
      option.remove();
      options.delete(key);
    }
    let after = null;
    for (const node of view.model.nodes.values()) {
      let option = options.get(node.key);
      if (!option) {
        option = la.el("div", { role: "option", class: "la-option", tabindex: "-1", "data-key": node.key });
        option.id = `${box.id}-${node.key}`;
        options.set(node.key, option);
      }
      option.dataset.id = node.id;
      const words = node.ghost ? `${node.label} (left out)` : node.label;
      if (option.textContent !== words) option.textContent = words;
      const place = after ? after.nextSibling : box.firstChild;
      if (place !== option) box.insertBefore(option, place);
      after = option;
    }
    mark(view);
  };

  /** Say which options are selected. */
  const mark = (view) => {
    for (const [key, option] of view.list.options) {
      const selected = String(view.choice.nodes.has(key));
      if (option.getAttribute("aria-selected") !== selected) option.setAttribute("aria-selected", selected);
    }
    point(view);
  };

  const point = (view) => {
    const { box, options } = view.list;
    const active = options.get(view.focusKey);
    for (const option of box.querySelectorAll(".la-active")) option.classList.remove("la-active");
    if (!active) {
      box.removeAttribute("aria-activedescendant");
      return;
    }
    active.classList.add("la-active");
    box.setAttribute("aria-activedescendant", active.id);
  };

  /** How far the list reaches over the drawing. */
  const reach = ({ list: { box, side } }) => (box.contains(document.activeElement) ? OPEN_WIDTH - side.offsetWidth : 0);

  /** Make a node the one that keys act on. */
  const focus = (view, key) => {
    view.focusKey = key;
    point(view);
    view.list.options.get(key)?.scrollIntoView({ block: "nearest" });
    view.request();
  };

  /** Go through the list by a number of rows; `null` starts at its ends. */
  const step = (view, rows) => {
    const keys = [...view.model.nodes.keys()];
    if (!keys.length) return;
    const at = keys.indexOf(view.focusKey);
    const to = Math.max(0, Math.min(keys.length - 1, at + rows));
    focus(view, keys[to]);
    la.camera.reveal(view, keys[to]);
  };

  return { create, focus, mark, reach, step, update };
})();
