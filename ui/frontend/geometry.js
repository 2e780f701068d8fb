/* Paths of the scene as things a browser can stroke, and as points that can be hit. */
la.geometry = (() => {
  const CURVE_STEPS = 12;
  const units = new Map();

  const trace = (target, steps) => {
    for (const step of steps) {
      switch (step[0]) {
        case "M":
          target.moveTo(step[1], step[2]);
          break;
        case "L":
          target.lineTo(step[1], step[2]);
          break;
        case "Q":
          target.quadraticCurveTo(step[1], step[2], step[3], step[4]);
          break;
        case "C":
          target.bezierCurveTo(step[1], step[2], step[3], step[4], step[5], step[6]);
          break;
      }
    }
  };

  const path = (steps) => {
    const made = new Path2D();
    trace(made, steps);
    return made;
  };

  const polygon = (target, points) => {
    points.forEach(([x, y], index) => (index ? target.lineTo(x, y) : target.moveTo(x, y)));
    target.closePath();
  };

  /** A closed shape of radius 1 around (0, 0). */
  const unit = (name, shape) => {
    if (!units.has(name)) {
      const made = new Path2D();
      for (const outline of shape.outlines) {
        trace(made, outline);
        made.closePath();
      }
      units.set(name, made);
    }
    return units.get(name);
  };

  const along = (from, numbers, t) => {
    const s = 1 - t;
    if (numbers.length === 4) {
      const [ax, ay, x, y] = numbers;
      return [
        s * s * from[0] + 2 * s * t * ax + t * t * x,
        s * s * from[1] + 2 * s * t * ay + t * t * y,
      ];
    }
    const [ax, ay, bx, by, x, y] = numbers;
    return [
      s * s * s * from[0] + 3 * s * s * t * ax + 3 * s * t * t * bx + t * t * t * x,
      s * s * s * from[1] + 3 * s * s * t * ay + 3 * s * t * t * by + t * t * t * y,
    ];
  };

  /** Corners of a path, its curves cut into short stretches; `null` lifts the pen. */
  const points = (steps) => {
    const found = [];
    let here = [0, 0];
    for (const [command, ...numbers] of steps) {
      const end = numbers.slice(-2);
      if (command === "M" && found.length) found.push(null);
      if (command === "Q" || command === "C") {
        for (let i = 1; i < CURVE_STEPS; i += 1) found.push(along(here, numbers, i / CURVE_STEPS));
      }
      found.push(end);
      here = end;
    }
    return found;
  };

  const toSegment = (x, y, [ax, ay], [bx, by]) => {
    const dx = bx - ax;
    const dy = by - ay;
    const length = dx * dx + dy * dy;
    const t = length ? Math.max(0, Math.min(1, ((x - ax) * dx + (y - ay) * dy) / length)) : 0;
    return Math.hypot(x - ax - t * dx, y - ay - t * dy);
  };

  /** Left, top, right, bottom of points, `null`s aside. */
  const bounds = (corners) => {
    const box = [Infinity, Infinity, -Infinity, -Infinity];
    for (const corner of corners) {
      if (!corner) continue;
      box[0] = Math.min(box[0], corner[0]);
      box[1] = Math.min(box[1], corner[1]);
      box[2] = Math.max(box[2], corner[0]);
      box[3] = Math.max(box[3], corner[1]);
    }
    return box;
  };

  const meets = (one, other) =>
    one[0] <= other[2] && one[2] >= other[0] && one[1] <= other[3] && one[3] >= other[1];

  return { bounds, meets, path, points, polygon, toSegment, trace, unit };
})();
