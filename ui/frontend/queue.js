/* Events to Python: numbered, and sent with each later one until their number has come back. */
la.queue = (() => {
  const create = () => ({ session: "", last: 0, acked: 0, events: [], base: "", set: null });

  /** Send an event; gives its number. A choice that Python has not seen yet gives way to a later one. */
  const send = (queue, type, ids = [], payload = {}) => {
    queue.last += 1;
    const newest = queue.events.at(-1);
    if (type === "select" && newest?.type === "select") queue.events.pop();
    queue.events.push({ n: queue.last, type, ids, payload });
    queue.set?.("events", { session: queue.session, base: queue.base, queue: queue.events });
    return queue.last;
  };

  /** Take Python's answer in; a new session starts to count anew. */
  const hear = (queue, session, ack) => {
    if (session !== queue.session) {
      Object.assign(queue, { session, events: [], last: ack, acked: ack });
    }
    queue.acked = Math.max(queue.acked, ack);
    queue.last = Math.max(queue.last, ack);
    queue.events = queue.events.filter((event) => event.n > queue.acked);
  };

  return { create, hear, send };
})();
