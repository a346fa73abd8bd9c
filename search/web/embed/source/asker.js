// Waiting: for an answer, and between two attempts where none came.
const patience = 8e3;
const firstWait = 2e3;
const attempts = 7;

// asker has at most one question under way. A new one takes the place of the
// one before, whose answer then is no longer wanted.
export function asker() {
  let running;
  let again;

  function stop() {
    clearTimeout(again);
    running?.abort();
    running = null;
  }

  // ask calls hear with the answer of the service once it has one, and until
  // then with nothing each time that it has none.
  async function ask(address, hear, attempt = 0) {
    stop();
    const mine = (running = new AbortController());
    const giveUp = setTimeout(() => mine.abort(), patience);
    let body;
    let wait = firstWait * 2 ** attempt * (1 + Math.random() / 2);
    try {
      const answer = await fetch(address, { signal: mine.signal, credentials: "omit", referrerPolicy: "no-referrer" });
      wait = Math.max(wait, answer.headers.get("Retry-After") * 1e3 || 0);
      // What is wrong with a question (400) will not change by waiting.
      if (answer.ok || answer.status === 400) body = await answer.json();
    } catch {
      // Down, cut off, too slow, or no service at all: all are no answer.
    }
    clearTimeout(giveUp);
    if (mine !== running) return;
    hear(body);
    if (!body && attempt < attempts) again = setTimeout(ask, wait, address, hear, attempt + 1);
  }

  return { ask, stop };
}
