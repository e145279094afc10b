import type { Lang } from "../view/view";

/** An answer that is an error, in words made for people. */
export class AskError extends Error {
  constructor(
    message: string,
    readonly code: string,
  ) {
    super(message);
  }
}

/** Asks this server's GraphQL. Messages come in the language asked for. */
export async function ask<T>(query: string, variables: Record<string, unknown>, lang: Lang, signal?: AbortSignal): Promise<T> {
  let response: Response;
  try {
    response = await fetch("/graphql", {
      method: "POST",
      headers: { "Content-Type": "application/json", "Accept-Language": lang },
      body: JSON.stringify({ query, variables }),
      signal,
    });
  } catch (error) {
    if (signal?.aborted) throw error;
    throw new AskError(
      lang === "id" ? "Server tidak terjangkau. Periksa sambungan, lalu ulangi." : "The server cannot be reached. Check the connection, then try again.",
      "OFFLINE",
    );
  }
  const answer = (await response.json().catch(() => null)) as
    | { data?: T | null; errors?: { message: string; extensions?: { code?: string } }[] }
    | null;
  const error = answer?.errors?.[0];
  if (error) throw new AskError(error.message, error.extensions?.code ?? "");
  if (!answer?.data) throw new AskError(`${response.status} ${response.statusText}`, "");
  return answer.data;
}

interface Connection<T> {
  totalCount?: number;
  edges: { node: T }[];
  pageInfo: { hasNextPage: boolean; endCursor: string | null };
}

/** Reads a list to its end. A list that changed meanwhile is read again from the start, once. */
export async function askAll<T, C extends Connection<T>>(
  page: (after: string | null) => Promise<C>,
): Promise<{ nodes: T[]; first: C }> {
  for (let attempt = 0; ; attempt++) {
    try {
      const first = await page(null);
      const nodes = first.edges.map((e) => e.node);
      for (let last = first; last.pageInfo.hasNextPage; ) {
        last = await page(last.pageInfo.endCursor);
        nodes.push(...last.edges.map((e) => e.node));
      }
      return { nodes, first };
    } catch (error) {
      if (!(error instanceof AskError && error.code === "CONFLICT") || attempt > 0) throw error;
    }
  }
}
