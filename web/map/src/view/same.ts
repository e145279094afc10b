import { useRef } from "react";

/** The list before as long as the next one holds the same: nobody then draws it again. */
export function useSame(next: readonly string[]): readonly string[] {
  const kept = useRef(next);
  if (kept.current.length !== next.length || kept.current.some((v, i) => v !== next[i])) kept.current = next;
  return kept.current;
}
