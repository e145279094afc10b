import type { Lang } from "../view/view";
import { ask } from "./ask";
import { startQuery } from "./queries";

/** What is loaded at all. */
export interface Start {
  empty: boolean;
  /** Whether something of it is made up. */
  demo: boolean;
  /** The only kabupaten that is loaded, if it is the only one. */
  only: string | null;
  /** Whether the server takes changes from this caller. */
  mayChange: boolean;
}

export async function askStart(lang: Lang, signal: AbortSignal): Promise<Start> {
  const { dataSources, wilayahSearch, caller } = await ask<{
    dataSources: { kind: string }[]; wilayahSearch: { code: string }[]; caller: { mayChange: boolean };
  }>(startQuery, {}, lang, signal);
  return {
    empty: wilayahSearch.length === 0,
    demo: dataSources.some((s) => s.kind === "DEMO"),
    only: wilayahSearch.length === 1 ? wilayahSearch[0]!.code : null,
    mayChange: caller.mayChange,
  };
}
