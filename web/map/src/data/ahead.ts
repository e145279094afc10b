/** Something to be asked of the server: its key says what, so that two of one key are the same. */
export interface Question<T> {
  key: string;
  load: (signal: AbortSignal) => Promise<T>;
}

/** An answer on its way; there is set once it has come. */
interface Ahead {
  coming: Promise<unknown>;
  there?: { data: unknown };
}

const ahead = new Map<string, Ahead>();

/** Asks before anybody waits for the answer. */
export function askAhead(questions: readonly (Question<unknown> | null)[]): void {
  for (const q of questions) {
    if (!q) continue;
    const answer: Ahead = { coming: q.load(new AbortController().signal) };
    answer.coming.then((data) => (answer.there = { data }), () => {}); // an error is told to whoever takes it
    ahead.set(q.key, answer);
  }
}

/** The answer that was asked for ahead, once: who asks again wants it as it is by then. */
export function takeAhead<T>(key: string): Promise<T> | undefined {
  const answer = ahead.get(key);
  ahead.delete(key);
  return answer?.coming as Promise<T> | undefined;
}

/** Takes an answer that has come already, and leaves one that is on its way. */
export function takeThere<T>(key: string): { data: T } | undefined {
  const there = ahead.get(key)?.there as { data: T } | undefined;
  if (there) ahead.delete(key);
  return there;
}
