/* The canvas component: waits for the library, then hands every message to it. */
const waiting = new Map();
const cleanups = new Map();

const render = (component) => {
  waiting.delete(component.parentElement);
  cleanups.set(component.parentElement, globalThis.longarm.canvas.render(component));
};

globalThis.addEventListener("longarm-ready", () => [...waiting.values()].forEach(render));

export default function (component) {
  const { parentElement } = component;
  if (globalThis.longarm?.ready) render(component);
  else waiting.set(parentElement, component);
  return () => {
    waiting.delete(parentElement);
    cleanups.get(parentElement)?.();
    cleanups.delete(parentElement);
  };
}
