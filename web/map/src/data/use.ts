import { useEffect, useState } from "react";

export interface Loaded<T> {
  data: T | null;
  error: Error | null;
  /** Whether what is asked for now is still on its way; data may be that of before. */
  busy: boolean;
  retry: () => void;
}

/**
 * Loads whenever the key changes, and drops an answer that nobody waits for any
 * more. What was loaded before stays until the next is there, so that nothing
 * flickers; a null key loads nothing and shows nothing.
 */
export function useLoaded<T>(key: string | null, load: (signal: AbortSignal) => Promise<T>): Loaded<T> {
  const [state, setState] = useState<{ key: string | null; data: T | null; error: Error | null }>({ key: null, data: null, error: null });
  const [attempt, setAttempt] = useState(0);
  useEffect(() => {
    if (key === null) {
      setState({ key: null, data: null, error: null });
      return;
    }
    const abort = new AbortController();
    load(abort.signal).then(
      (data) => !abort.signal.aborted && setState({ key, data, error: null }),
      (error: Error) => !abort.signal.aborted && setState((s) => ({ key, data: s.key === key ? s.data : null, error })),
    );
    return () => abort.abort();
    // load is what the key says.
  }, [key, attempt]);
  return { data: key === null ? null : state.data, error: state.key === key ? state.error : null, busy: state.key !== key, retry: () => setAttempt((n) => n + 1) };
}
