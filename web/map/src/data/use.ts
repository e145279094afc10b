import { useEffect, useRef, useState } from "react";
import { type Question, takeAhead, takeThere } from "./ahead";

export interface Loaded<T> {
  data: T | null;
  error: Error | null;
  /** Whether what is asked for now is still on its way; data may be that of before. */
  busy: boolean;
  retry: () => void;
}

/**
 * Asks whenever the question is another one, and drops an answer that nobody waits
 * for any more. What was loaded before stays until the next is there, so that nothing
 * flickers; null asks nothing and shows nothing.
 */
export function useLoaded<T>(question: Question<T> | null): Loaded<T> {
  const key = question?.key ?? null;
  const [state, setState] = useState<{ key: string | null; data: T | null; error: Error | null }>(() => {
    const there = key === null ? undefined : takeThere<T>(key);
    return there ? { key, data: there.data, error: null } : { key: null, data: null, error: null };
  });
  const had = useRef(state.key); // it was there before anything was shown: nothing is asked for it
  const [attempt, setAttempt] = useState(0);
  useEffect(() => {
    const alreadyHad = key !== null && had.current === key;
    had.current = null;
    if (alreadyHad) return;
    if (!question || key === null) {
      setState({ key: null, data: null, error: null });
      return;
    }
    const abort = new AbortController();
    (takeAhead<T>(key) ?? question.load(abort.signal)).then(
      (data) => !abort.signal.aborted && setState({ key, data, error: null }),
      (error: Error) => !abort.signal.aborted && setState((s) => ({ key, data: s.key === key ? s.data : null, error })),
    );
    return () => abort.abort();
    // What is loaded is what the key says.
  }, [key, attempt]);
  return { data: key === null ? null : state.data, error: state.key === key ? state.error : null, busy: state.key !== key, retry: () => setAttempt((n) => n + 1) };
}
