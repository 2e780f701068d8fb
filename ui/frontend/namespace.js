/* One namespace for the canvas. Every file adds one subject to it and may use those before it. */
const la = (globalThis.longarm ??= {});

/** An element with attributes and children; text always arrives as text, never as markup. */
la.el = (tag, attributes = {}, ...children) => {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === false || value === undefined || value === null) continue;
    element.setAttribute(name, value === true ? "" : String(value));
  }
  element.append(...children);
  return element;
};

/** Whether the reader asked for less movement. */
la.calm = () => globalThis.matchMedia?.("(prefers-reduced-motion: reduce)").matches ?? false;

/** Items by what `name` says of them, in the order they are met. */
la.grouped = (items, name) => {
  const groups = new Map();
  for (const item of items) {
    const its = name(item);
    if (!groups.has(its)) groups.set(its, []);
    groups.get(its).push(item);
  }
  return groups;
};

/** What the browser keeps between two mounts of the same canvas, by its key. */
la.memory ??= new Map();
